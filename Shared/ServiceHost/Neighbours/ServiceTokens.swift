import Access
import Calls
import Foundation
import Primitives
import Synchronization

/// Signs the tokens that a service calls its neighbours with.
///
/// A token lasts minutes and is used until half of its time is over, or until a neighbour refuses
/// it; the secret's file is read anew for each, so a secret can be changed while the service runs.
final class ServiceTokens: Sendable {
    /// For how many seconds a token is valid.
    private static let lifetime: Int64 = 300

    private struct Signed {
        let authorisation: String
        let secret: String
        let renewAt: Instant
    }

    private let caller: Caller
    private let keyID: String
    private let path: String
    private let now: @Sendable () -> Instant
    private let kept = Mutex<Signed?>(nil)

    /// Signs for a service with the secret in a file.
    ///
    /// - Throws: `KeyFault` where the file cannot be read or the secret protects nothing.
    init(
        for service: String,
        keyID: String,
        path: String,
        now: @escaping @Sendable () -> Instant
    ) throws(KeyFault) {
        caller = Caller(role: .service, subject: service)
        self.keyID = keyID
        self.path = path
        self.now = now
        _ = try secret()
    }

    /// The credentials of all calls of the service.
    var credentials: Neighbour.Credentials {
        Neighbour.Credentials(
            authorisation: { [self] in try await authorisation() },
            refused: { [self] in refused($0) }
        )
    }

    private func authorisation() async throws -> String {
        let now = now()
        if let kept = kept.withLock({ $0 }), now < kept.renewAt { return kept.authorisation }
        let secret = try secret()
        let token = try await TokenIssuer(keyID: keyID, secret: secret)
            .token(for: caller, now: now, seconds: Self.lifetime)
        let signed = Signed(
            authorisation: "Bearer \(token)",
            secret: secret,
            renewAt: Instant(milliseconds: now.milliseconds + Self.lifetime * 500)
        )
        kept.withLock { $0 = signed }
        return signed.authorisation
    }

    /// Forgets a token that was refused; true where the next one is signed with another secret.
    private func refused(_ authorisation: String) -> Bool {
        let secret = kept.withLock { kept -> String? in
            guard let known = kept else { return nil }
            guard known.authorisation == authorisation else { return nil }
            kept = nil
            return known.secret
        }
        // Another call has found it out already where the token is not the kept one.
        guard let secret else { return true }
        // Lost is why the file cannot be read now, which the next token will say.
        return (try? self.secret()).map { $0 != secret } ?? false
    }

    private func secret() throws(KeyFault) -> String {
        let text: String
        do {
            text = try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw KeyFault("\(path) cannot be read")
        }
        return try VerificationKey(
            id: keyID,
            algorithm: .hs256,
            roles: [.service],
            subject: caller.subject,
            material: text.trimmingCharacters(in: .whitespacesAndNewlines)
        ).material
    }
}
