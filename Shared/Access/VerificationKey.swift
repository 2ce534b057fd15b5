import JWTKit

/// How tokens are signed.
package enum TokenAlgorithm: String, CaseIterable, Sendable {
    /// HMAC with SHA-256 and a shared secret.
    case hs256 = "HS256"
    /// ECDSA on P-256 with SHA-256.
    case es256 = "ES256"
    /// Ed25519.
    case edDSA = "EdDSA"
}

/// A key that verifies tokens, and for whom it may speak.
///
/// A token whose role its key does not have is refused, so a host's key for member tokens can
/// never make an operator.
package struct VerificationKey: Sendable {
    /// The `kid` of the tokens that it signs, or nil where they carry none.
    package let id: String?
    /// The one algorithm that the key takes part in.
    package let algorithm: TokenAlgorithm
    /// The roles of the tokens that it may sign.
    package let roles: Set<Role>
    /// The subject of the service tokens that it may sign.
    package let subject: String?
    /// The secret, or the public key in PEM.
    package let material: String

    /// Describes a key.
    ///
    /// - Throws: `KeyFault` where the key could not protect anything.
    package init(
        id: String? = nil,
        algorithm: TokenAlgorithm,
        roles: Set<Role>,
        subject: String? = nil,
        material: String
    ) throws(KeyFault) {
        self.id = id
        self.algorithm = algorithm
        self.roles = roles
        self.subject = subject
        self.material = material
        let name = id ?? "without an id"
        guard !roles.isEmpty else { throw KeyFault("the key \(name) has no role") }
        if roles.contains(.service), subject == nil {
            throw KeyFault("the key \(name) may sign for services but has no sub")
        }
        if algorithm == .hs256 { try Self.checkSecret(material, of: name) }
    }

    /// Secrets of documentation pages, which everybody knows.
    private static let wellKnown = [
        "a-string-secret-at-least-256-bits-long", "your-256-bit-secret", "changeme", "change-me",
        "change_me", "password", "your-secret", "example",
    ]

    private static func checkSecret(_ secret: String, of name: String) throws(KeyFault) {
        guard secret.utf8.count >= 32 else {
            throw KeyFault("the secret of the key \(name) is shorter than 32 bytes")
        }
        let lowercased = secret.lowercased()
        guard Set(secret.utf8).count >= 10, !wellKnown.contains(where: lowercased.contains) else {
            throw KeyFault("the secret of the key \(name) is well known or too regular")
        }
    }

    /// The key as jwt-kit holds it, alone, so that no token can choose another one.
    func collection() async throws(KeyFault) -> JWTKeyCollection {
        let keys = JWTKeyCollection()
        do {
            switch algorithm {
            case .hs256:
                await keys.add(hmac: HMACKey(from: material), digestAlgorithm: .sha256)
            case .es256: await keys.add(ecdsa: try ES256PublicKey(pem: material))
            case .edDSA: await keys.add(eddsa: try EdDSA.PublicKey(pem: material))
            }
        } catch {
            throw KeyFault("the key \(id ?? "without an id") is no public key in PEM")
        }
        return keys
    }
}

/// Why a key cannot be used.
package struct KeyFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for the operator.
    package let description: String

    /// Says what is wrong.
    package init(_ description: String) {
        self.description = description
    }
}
