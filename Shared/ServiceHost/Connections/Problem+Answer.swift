import HTTPTypes
import NIOHTTP1
import Problems

extension Problem {
    /// The headers of an answer behind which the connection is closed.
    func lastHeaders(instance: String, length: Int) -> HTTPFields {
        var headers = HTTPFields()
        headers[.contentType] = "application/problem+json"
        headers[.contentLength] = "\(length)"
        headers[.connection] = "close"
        headers[.requestID] = instance
        if let retryAfterSeconds { headers[.retryAfter] = "\(retryAfterSeconds)" }
        return headers
    }

    /// The whole answer as it goes to the socket, for where no encoder stands.
    func answer(instance: String) -> String {
        let body = String(decoding: bytes(instance: instance), as: UTF8.self)
        let status = HTTPResponseStatus(statusCode: slug.status)
        let lines = lastHeaders(instance: instance, length: body.utf8.count)
            .map { "\($0.name.rawName): \($0.value)\r\n" }
        return "HTTP/1.1 \(status.code) \(status.reasonPhrase)\r\n\(lines.joined())\r\n\(body)"
    }
}
