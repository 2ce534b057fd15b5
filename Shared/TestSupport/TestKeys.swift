import Access
import Foundation
import Primitives

/// The keys of a test's services, and tokens that they sign.
package struct TestKeys: Sendable {
    /// The file that a service reads them from.
    package let path: String
    private let secrets: [String: String]

    /// Writes a key for each role into a folder.
    ///
    /// - Parameters:
    ///   - folder: Where to.
    ///   - services: The services that have a key, each its own.
    /// - Throws: What the file system says.
    package init(in folder: TemporaryFolder, services: [String] = ["host"]) throws {
        var secrets: [String: String] = [:]
        var entries: [String] = []
        for role in Role.allCases {
            for subject in role == .service ? services : [""] {
                let id = Self.id(role, subject)
                let secret = UUID().uuidString + UUID().uuidString
                secrets[id] = secret
                let sub = role == .service ? #", "sub": "\#(subject)""# : ""
                entries.append(
                    """
                    {"id": "\(id)", "algorithm": "HS256", "roles": ["\(role.rawValue)"], \
                    "secret": "\(secret)"\(sub)}
                    """
                )
            }
        }
        self.secrets = secrets
        path = folder.file("keys.json")
        try Data(#"{"keys": [\#(entries.joined(separator: ", "))]}"#.utf8)
            .write(to: URL(fileURLWithPath: path))
    }

    /// A token that is valid for an hour from now on, signed by its own key, unless told
    /// otherwise.
    ///
    /// - Throws: What kept it from being signed.
    package func token(
        _ role: Role,
        _ subject: String = "host",
        signedFor signer: Role? = nil,
        seconds: Int64 = 3600,
        at now: Instant? = nil,
        level: Int64? = nil,
        channel: String? = nil,
        zone: String? = nil
    ) async throws -> String {
        let own = Self.id(role, subject)
        let id = signer?.rawValue ?? (secrets[own] == nil ? role.rawValue : own)
        let now = now ?? Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return try await TokenIssuer(keyID: id, secret: secrets[id] ?? "")
            .token(
                for: Caller(
                    role: role,
                    subject: subject,
                    zone: zone,
                    channel: channel,
                    level: level
                ),
                now: now,
                seconds: seconds
            )
    }

    /// The secret of a role's key, or of a service's; empty where there is none.
    package func secret(_ role: Role, _ subject: String = "host") -> String {
        secrets[Self.id(role, subject)] ?? ""
    }

    private static func id(_ role: Role, _ subject: String) -> String {
        role == .service && subject != "host" ? "service-\(subject)" : role.rawValue
    }
}
