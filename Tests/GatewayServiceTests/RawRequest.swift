import Wire

extension [UInt8] {
    /// A request byte by byte: method and address, who sends it, further lines of the head each
    /// with its end, and what follows the head.
    static func request(
        _ line: String,
        token: String?,
        headers: String = "",
        body: [UInt8] = []
    ) -> [UInt8] {
        let authorization = token.map { "Authorization: Bearer \($0)\r\n" } ?? ""
        return Array("\(line) HTTP/1.1\r\nHost: x\r\n\(authorization)\(headers)\r\n".utf8) + body
    }

    /// A request with a JSON body and its length.
    static func request(
        _ line: String,
        token: String?,
        headers: String = "",
        json: JSON
    ) -> [UInt8] {
        let body = json.encoded
        return request(
            line,
            token: token,
            headers: headers
                + "Content-Type: application/json\r\nContent-Length: \(body.count)\r\n",
            body: body
        )
    }
}
