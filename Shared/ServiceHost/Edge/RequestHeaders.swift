import Hummingbird
import HTTPTypes

/// The headers that the edge reads, found in one walk over a request's fields.
struct RequestHeaders: Sendable {
    private(set) var authorization: String?
    private(set) var contentLength: String?
    private(set) var contentType: String?
    private(set) var idempotencyKey: String?
    private(set) var origin: String?
    private(set) var requestID: String?
    private(set) var requestTimeout: String?
    private(set) var traceparent: String?

    init(_ fields: HTTPFields) {
        for field in fields {
            switch field.name.canonicalName {
            case "authorization": authorization = field.value
            case "content-length": contentLength = field.value
            case "content-type": contentType = field.value
            case "idempotency-key": idempotencyKey = field.value
            case "origin": origin = field.value
            case "x-request-id": requestID = field.value
            case "request-timeout-ms": requestTimeout = field.value
            case "traceparent": traceparent = TraceParent.wellFormed(field.value)
            default: continue
            }
        }
    }
}
