import Access
import Crypto
import Foundation
import Primitives
import Problems
import TestSupport

/// Tokens made by hand, so that no library keeps a test from making a bad one.
enum HandMade {
    /// Joins a header and claims, and a signature over both.
    static func token(
        _ header: String,
        _ claims: String,
        sign: (Data) throws -> Data
    ) rethrows -> String {
        let signed = base64URL(Data(header.utf8)) + "." + base64URL(Data(claims.utf8))
        return signed + "." + base64URL(try sign(Data(signed.utf8)))
    }

    /// Joins a header and claims, with nothing behind the last dot.
    static func unsigned(_ header: String, _ claims: String) -> String {
        token(header, claims) { _ in Data() }
    }

    /// Signs as HS256 does.
    static func hmac(_ secret: String) -> (Data) -> Data {
        {
            Data(
                HMAC<SHA256>.authenticationCode(
                    for: $0,
                    using: SymmetricKey(data: Data(secret.utf8))
                )
            )
        }
    }

    /// Signs as ES256 does.
    static func ecdsa(_ key: P256.Signing.PrivateKey) -> (Data) throws -> Data {
        { try key.signature(for: $0).rawRepresentation }
    }

    /// Signs as EdDSA does.
    static func ed25519(_ key: Curve25519.Signing.PrivateKey) -> (Data) throws -> Data {
        { try key.signature(for: $0) }
    }

    /// The PEM of an Ed25519 public key (RFC 8410, section 4).
    static func pem(of key: Curve25519.Signing.PublicKey) -> String {
        let prefix: [UInt8] = [
            0x30, 0x2A, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x03, 0x21, 0x00,
        ]
        let body = (Data(prefix) + key.rawRepresentation).base64EncodedString()
        return "-----BEGIN PUBLIC KEY-----\n\(body)\n-----END PUBLIC KEY-----\n"
    }

    static func base64URL(_ data: Data) -> String {
        data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            .replacing("=", with: "")
    }
}

/// A verifier with a key of each kind, and a clock that stands at 2026-03-01T08:00:00Z.
struct Gatekeeper: Sendable {
    static let seconds: Int64 = 1_772_352_000
    static let memberSecret =
        "member-5f0c2b7a91d84e36a1c7"
        + "-0123456789"
    static let operatorSecret =
        "operator-d41f98c7a20b4e65b3"
        + "-9876543210"

    let clock = TestClock(Instant(milliseconds: seconds * 1000))
    let elliptic = P256.Signing.PrivateKey()
    let edwards = Curve25519.Signing.PrivateKey()
    let verifier: TokenVerifier

    init(issuer: String? = nil, audience: String? = nil, largestCache: Int = 20_000) async throws {
        let keys = [
            try VerificationKey(
                id: "host",
                algorithm: .hs256,
                roles: [.member],
                material: Self.memberSecret
            ),
            try VerificationKey(
                id: "staff",
                algorithm: .hs256,
                roles: [.operator, .viewer],
                material: Self.operatorSecret
            ),
            try VerificationKey(
                algorithm: .es256,
                roles: [.member, .service],
                subject: "shop",
                material: elliptic.publicKey.pemRepresentation
            ),
            try VerificationKey(
                algorithm: .edDSA,
                roles: [.member, .service],
                subject: "crm",
                material: HandMade.pem(of: edwards.publicKey)
            ),
        ]
        verifier = try await TokenVerifier(
            KeyFile(keys: keys, issuer: issuer, audience: audience),
            largestCache: largestCache,
            now: { [clock] in clock.now }
        )
    }

    /// The caller of a token, or nil where it is refused as unauthenticated.
    func caller(of token: String) async throws -> Caller? {
        do {
            return try await verifier.caller(of: token)
        } catch  where error.slug == .unauthenticated {
            return nil
        }
    }

    /// A member's token with these claims beside `sub`, `role` and `exp`.
    static func member(_ claims: String = "", header: String = #"{"alg":"HS256"}"#) -> String {
        HandMade.token(
            header,
            #"{"sub":"m-1","role":"member","exp":\#(seconds + 3600)\#(claims)}"#,
            sign: HandMade.hmac(memberSecret)
        )
    }
}
