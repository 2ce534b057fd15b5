import JWTKit

/// What a token says.
///
/// Times are seconds since 1970-01-01T00:00:00Z.
struct TokenClaims: JWTPayload {
    var sub: String?
    var role: String?
    var exp: Double?
    var nbf: Double?
    var iat: Double?
    var iss: String?
    var aud: AudienceClaim?
    var zoneinfo: String?
    var channel: String?
    var level: Int64?

    /// The times are checked by `TokenVerifier`, which knows the clock and the skew.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}
