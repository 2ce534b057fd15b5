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
    var aud: Audience?
    var zoneinfo: String?
    var channel: String?
    var level: Int64?

    /// The times are checked by `TokenVerifier`, which knows the clock and the skew.
    func verify(using algorithm: some JWTAlgorithm) async throws {}
}

/// The audiences of a token: one text or a list of them (RFC 7519, section 4.1.3).
///
/// jwt-kit's own claim ends the process at an empty list, and claims are read before the
/// signature is checked.
struct Audience: Codable, Sendable {
    let names: [String]

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            names = [try container.decode(String.self)]
        } catch {
            names = try container.decode([String].self)
        }
    }
}
