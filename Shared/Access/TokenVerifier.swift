import Crypto
import Foundation
import JWTKit
import Primitives
import Problems
import Synchronization
import Wire

/// Finds out who a bearer token speaks for; verified tokens are kept until they expire.
package final class TokenVerifier: Sendable {
    /// How far clocks may differ, in seconds.
    static let clockSkew: Double = 60

    private struct Known {
        let caller: Caller
        let notBefore: Double
        let expires: Double
    }

    private let keys: [(key: VerificationKey, collection: JWTKeyCollection)]
    private let issuer: String?
    private let audience: String?
    private let largestCache: Int
    private let now: @Sendable () -> Instant
    private let known = Mutex<[SHA256.Digest: Known]>([:])

    /// Verifies with the keys of a file.
    ///
    /// - Parameters:
    ///   - file: The keys and what tokens must name.
    ///   - largestCache: How many verified tokens are kept, from 1 on.
    ///   - now: The system's clock; tokens never follow a test clock.
    /// - Throws: `KeyFault` where a key cannot be used.
    package init(
        _ file: KeyFile,
        largestCache: Int = 20_000,
        now: @escaping @Sendable () -> Instant
    ) async throws(KeyFault) {
        var keys: [(VerificationKey, JWTKeyCollection)] = []
        for key in file.keys { keys.append((key, try await key.collection())) }
        self.keys = keys
        issuer = file.issuer
        audience = file.audience
        self.largestCache = largestCache
        self.now = now
    }

    /// How many verified tokens are kept now.
    package var keptCount: Int { known.withLock { $0.count } }

    /// The caller of a token.
    ///
    /// - Parameter token: A JSON Web Token in its compact form.
    /// - Returns: Who the token speaks for.
    /// - Throws: A `Problem` with the slug `unauthenticated`.
    package func caller(of token: String) async throws(Problem) -> Caller {
        let digest = SHA256.hash(data: Array(token.utf8))
        let seconds = Double(now().milliseconds) / 1000
        let kept = known.withLock { $0[digest] }
        let verified: Known
        if let kept { verified = kept } else { verified = try await verify(token) }
        guard verified.expires + Self.clockSkew > seconds else {
            known.withLock { $0[digest] = nil }
            throw Self.refusal("the token has expired")
        }
        guard verified.notBefore - Self.clockSkew <= seconds else {
            throw Self.refusal("the token is not valid yet")
        }
        if kept == nil { keep(verified, under: digest, at: seconds) }
        return verified.caller
    }

    private func keep(_ verified: Known, under digest: SHA256.Digest, at seconds: Double) {
        known.withLock { known in
            if known.count >= largestCache {
                known = known.filter { $0.value.expires + Self.clockSkew > seconds }
                if known.count >= largestCache { known = [:] }
            }
            known[digest] = verified
        }
    }

    private func verify(_ token: String) async throws(Problem) -> Known {
        guard token.utf8.count <= 8192, let header = TokenHeader(token) else {
            throw Self.refusal("the token is malformed")
        }
        for (key, collection) in keys where header.fits(key) {
            // Lost is why this key does not verify it: another one may.
            guard let claims = try? await collection.verify(token, as: TokenClaims.self) else {
                continue
            }
            return try check(claims, signedBy: key)
        }
        throw Self.refusal("no key that is configured here has signed the token")
    }

    private func check(
        _ claims: TokenClaims,
        signedBy key: VerificationKey
    ) throws(Problem) -> Known {
        guard let role = claims.role.flatMap(Role.init(rawValue:)), key.roles.contains(role) else {
            throw Self.refusal("the token's key may not sign this role")
        }
        guard let subject = claims.sub, MemberID.isValid(subject) else {
            throw Self.refusal("the token has no well-formed sub")
        }
        if role == .service, subject != key.subject {
            throw Self.refusal("the token's key may not sign for this service")
        }
        guard let expires = claims.exp, expires.isFinite else {
            throw Self.refusal("the token has no exp")
        }
        if let issuer, claims.iss != issuer { throw Self.refusal("the token's iss is another") }
        if let audience, claims.aud?.names.contains(audience) != true {
            throw Self.refusal("the token is for another audience")
        }
        let caller = Caller(
            role: role,
            subject: subject,
            zone: claims.zoneinfo,
            channel: claims.channel,
            level: claims.level,
            issuedAt: claims.iat.flatMap { Int64(exactly: ($0 * 1000).rounded()) }
                .map(Instant.init(milliseconds:))
        )
        return Known(
            caller: caller,
            notBefore: max(claims.nbf ?? 0, claims.iat ?? 0),
            expires: expires
        )
    }

    private static func refusal(_ detail: String) -> Problem {
        Problem(.unauthenticated, detail)
    }
}

/// What of a token's header decides which keys are tried.
private struct TokenHeader {
    let algorithm: String
    let keyID: String?

    init?(_ token: String) {
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[2].isEmpty,
            let bytes = Data(base64URL: parts[0]),
            // Lost is what is wrong with it: the token is refused as malformed.
            let header = try? JSONParser.parse([UInt8](bytes)),
            let algorithm = header["alg"]?.text
        else { return nil }
        self.algorithm = algorithm
        keyID = header["kid"]?.text
    }

    /// Each key takes part in one algorithm only, so none can be confused with another.
    func fits(_ key: VerificationKey) -> Bool {
        algorithm == key.algorithm.rawValue && (keyID == nil || key.id == nil || keyID == key.id)
    }
}

extension Data {
    fileprivate init?(base64URL text: Substring) {
        var text = text.replacing("-", with: "+").replacing("_", with: "/")
        text += String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        self.init(base64Encoded: String(text))
    }
}
