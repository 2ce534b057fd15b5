import CCurl

extension Call {
    /// The headers that this library writes itself.
    private static let reserved: Set<String> = [
        "connection", "content-length", "expect", "request-timeout-ms", "traceparent",
        "transfer-encoding",
    ]

    /// Refuses what could not be sent as it is meant.
    ///
    /// - Throws: `invalidURL` or `invalidHeader`; nothing was sent.
    func check() throws(CallFailure) {
        guard Self.isAddress(url) else { throw .invalidURL }
        for field in headers.fields {
            let isFree = !Self.reserved.contains(field.name.lowercased())
            guard isFree, Self.isToken(field.name), Self.isText(field.value) else {
                throw .invalidHeader(field.name)
            }
        }
        if let traceparent, !Self.isText(traceparent) { throw .invalidHeader("traceparent") }
    }

    /// Whether it is a whole `http` or `https` URL; libcurl is the judge, since it sends.
    private static func isAddress(_ url: String) -> Bool {
        // A C string would end at a zero, and another address be called than was written.
        guard !url.utf8.contains(0), let parsed = curl_url() else { return false }
        defer { curl_url_cleanup(parsed) }
        // libcurl passes over a third slash and takes the first part of the path for the host.
        let start = url.prefix(9).lowercased()
        let isWeb = ["http://", "https://"].contains { scheme in
            start.hasPrefix(scheme) && !start.hasPrefix(scheme + "/")
        }
        return isWeb && curl_url_set(parsed, CURLUPART_URL, url, 0) == CURLUE_OK
    }

    /// Whether it is a token of RFC 9110, section 5.6.2.
    private static func isToken(_ name: String) -> Bool {
        let marks = Set("!#$%&'*+-.^_`|~".utf8)
        return !name.isEmpty
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
                default: marks.contains(byte)
                }
            }
    }

    /// Whether it has no control character but the tab, so that it stays in its line.
    private static func isText(_ value: String) -> Bool {
        value.utf8.allSatisfy { ($0 >= 0x20 && $0 != 0x7F) || $0 == 0x09 }
    }
}
