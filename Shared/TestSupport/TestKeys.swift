import Access
import Foundation
import Primitives

/// The keys of a test's services, and tokens that they sign.
package struct TestKeys: Sendable {
    /// The file that a service reads them from.
    package let path: String
    private let secrets: [Role: String]

    /// Writes a key for each role into a folder; services are `host`.
    ///
    /// - Throws: What the file system says.
    package init(in folder: TemporaryFolder) throws {
        var secrets: [Role: String] = [:]
        var entries: [String] = []
        for role in Role.allCases {
            let secret = UUID().uuidString + UUID().uuidString
            secrets[role] = secret
            let subject = role == .service ? #", "sub": "host""# : ""
            entries.append(
                """
                {"id": "\(role.rawValue)", "algorithm": "HS256", "roles": ["\(role.rawValue)"], \
                "secret": "\(secret)"\(subject)}
                """
            )
        }
        self.secrets = secrets
        path = folder.file("keys.json")
        try Data(#"{"keys": [\#(entries.joined(separator: ", "))]}"#.utf8)
            .write(to: URL(fileURLWithPath: path))
    }

    /// A token that is valid for an hour, signed by its role's key unless told otherwise.
    ///
    /// - Throws: What kept it from being signed.
    package func token(
        _ role: Role,
        _ subject: String = "host",
        signedFor signer: Role? = nil,
        seconds: Int64 = 3600
    ) async throws -> String {
        let signer = signer ?? role
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return try await TokenIssuer(
            keyID: signer.rawValue,
            secret: secrets[signer] ?? ""
        ).token(for: Caller(role: role, subject: subject), now: now, seconds: seconds)
    }
}
