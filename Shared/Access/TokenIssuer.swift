import JWTKit
import Primitives

/// Signs tokens with a shared secret, for the command line and for calls between services.
package struct TokenIssuer: Sendable {
    private let keyID: String
    private let secret: String

    /// Signs with that key.
    package init(keyID: String, secret: String) {
        self.keyID = keyID
        self.secret = secret
    }

    /// A token.
    ///
    /// - Parameters:
    ///   - caller: Whom it speaks for.
    ///   - now: When it is issued.
    ///   - seconds: For how long it is valid.
    /// - Returns: The token in its compact form.
    /// - Throws: What jwt-kit throws where it cannot sign.
    package func token(for caller: Caller, now: Instant, seconds: Int64) async throws -> String {
        let keys = JWTKeyCollection()
        await keys.add(
            hmac: HMACKey(from: secret),
            digestAlgorithm: .sha256,
            kid: JWKIdentifier(string: keyID)
        )
        let issued = Double(now.milliseconds / 1000)
        let claims = TokenClaims(
            sub: caller.subject,
            role: caller.role.rawValue,
            exp: issued + Double(seconds),
            iat: issued,
            zoneinfo: caller.zone,
            channel: caller.channel,
            level: caller.level
        )
        return try await keys.sign(claims, kid: JWKIdentifier(string: keyID))
    }
}
