import Storage
import Wire

/// What a handler answers.
package struct Reply: Sendable {
    /// The status of HTTP.
    package var status: Int
    /// The body's bytes.
    package var body: [UInt8]
    /// What the body is.
    package var contentType: String
    /// Whether an earlier request with the same key was answered so.
    package var isReplayed = false
    /// After how many seconds a retry makes sense.
    package var retryAfterSeconds: Int?
    /// Where to look for what was begun, as the header `Location`.
    package var location: String?
    /// The methods that the address takes, where another one was tried.
    package var allow: String?
    /// The header of the request by which another answer might be had, as the header `Vary`.
    package var variesBy: String?

    /// Answers with bytes.
    package init(status: Int = 200, body: [UInt8], contentType: String = "application/json") {
        self.status = status
        self.body = body
        self.contentType = contentType
    }

    /// Answers with one JSON object, of some `size` of bytes.
    package static func json(
        status: Int = 200,
        size: Int = 512,
        _ members: (inout JSONWriter) -> Void
    ) -> Reply {
        var writer = JSONWriter(capacity: size)
        writer.object(members)
        return Reply(status: status, body: writer.bytes)
    }

    /// Answers with what was stored under a key, or is stored now.
    package init(_ reply: KeyedReply) {
        self.init(
            status: reply.status,
            body: reply.body,
            contentType: reply.status < 400 ? "application/json" : "application/problem+json"
        )
        isReplayed = reply.isReplayed
    }
}
