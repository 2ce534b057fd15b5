import HTTPTypes

extension HTTPField.Name {
    // The names are literals of the field's alphabet; the standard name is never used.
    private static func named(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .expect
    }

    static let idempotencyReplayed = named("Idempotency-Replayed")
    static let requestID = named("X-Request-Id")
}
