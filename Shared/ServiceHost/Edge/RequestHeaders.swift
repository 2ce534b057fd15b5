import Hummingbird
import HTTPTypes

/// The headers that the edge reads, found in one walk over a request's fields.
struct RequestHeaders: Sendable {
    /// All values of it, joined.
    private(set) var accept: String?
    private(set) var authorization: String?
    private(set) var contentEncoding: String?
    private(set) var contentLength: String?
    private(set) var contentType: String?
    private(set) var idempotencyKey: String?
    private(set) var origin: String?
    private(set) var requestID: String?
    private(set) var requestTimeout: String?
    private(set) var traceparent: String?
    /// A header that may stand once and stands twice, by its name.
    private(set) var doubled: String?

    init(_ fields: HTTPFields) {
        for field in fields {
            switch field.name.canonicalName {
            case "accept": accept = accept.map { "\($0),\(field.value)" } ?? field.value
            case "authorization": Self.take(field, &authorization, &doubled)
            case "content-encoding": contentEncoding = field.value
            case "content-length": contentLength = field.value
            case "content-type": Self.take(field, &contentType, &doubled)
            case "idempotency-key": Self.take(field, &idempotencyKey, &doubled)
            case "origin": origin = field.value
            case "x-request-id": requestID = field.value
            case "request-timeout-ms": Self.take(field, &requestTimeout, &doubled)
            case "traceparent": traceparent = TraceParent.wellFormed(field.value)
            default: continue
            }
        }
    }

    private static func take(_ field: HTTPField, _ value: inout String?, _ doubled: inout String?) {
        if value != nil { doubled = field.name.rawName }
        value = field.value
    }

    /// The token behind the scheme `Bearer`, whose case does not count (RFC 9110, section 11.1).
    var bearerToken: Substring? {
        guard let authorization, let space = authorization.firstIndex(of: " "),
            authorization[..<space].lowercased() == "bearer"
        else { return nil }
        return authorization[authorization.index(after: space)...]
    }

    /// Whether the body is said to be JSON.
    var isBodyJSON: Bool {
        // As a rule it is said so plainly; else what stands behind the type does not count.
        if contentType == "application/json" { return true }
        let type = (contentType ?? "").prefix { $0 != ";" && $0 != " " }
        return type.lowercased() == "application/json"
    }

    /// Whether the body is compressed, or encoded otherwise.
    var isBodyEncoded: Bool {
        contentEncoding.map { $0.lowercased() != "identity" } ?? false
    }
}
