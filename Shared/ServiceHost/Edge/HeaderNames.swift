import HTTPTypes

extension HTTPField.Name {
    // The names are literals of the field's alphabet; the standard name is never used.
    private static func named(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .expect
    }

    static let idempotencyKey = named("Idempotency-Key")
    static let idempotencyReplayed = named("Idempotency-Replayed")
    static let requestID = named("X-Request-Id")
    static let requestTimeout = named("Request-Timeout-Ms")
    static let traceparent = named("traceparent")
}
