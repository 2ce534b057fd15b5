import Foundation
import Wire

/// The file that lists the keys whose tokens a service takes.
///
/// It is JSON: `{"issuer"?, "audience"?, "keys": [{"id"?, "algorithm", "roles", "sub"?,
/// "secret" | "secretFile" | "publicKeyFile"}]}`; files are named relative to it.
package struct KeyFile: Sendable {
    /// The keys, in the order of the file.
    package let keys: [VerificationKey]
    /// The `iss` that every token must carry, or nil.
    package let issuer: String?
    /// The `aud` that every token must name, or nil.
    package let audience: String?

    /// Lists keys.
    package init(keys: [VerificationKey], issuer: String? = nil, audience: String? = nil) {
        self.keys = keys
        self.issuer = issuer
        self.audience = audience
    }

    /// Reads the file.
    ///
    /// - Throws: `KeyFault` that says what is wrong with it.
    package init(path: String) throws(KeyFault) {
        let text = try Self.text(of: path)
        do {
            let json = try JSONParser.parse([UInt8](text.utf8))
            var reader = try ObjectReader(json)
            issuer = try reader.optionalText("issuer")
            audience = try reader.optionalText("audience")
            let entries = try reader.required("keys").elements ?? []
            try reader.finish()
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            var keys: [VerificationKey] = []
            for (index, entry) in entries.enumerated() {
                keys.append(try Self.key(entry, at: "keys[\(index)]", folder: folder))
            }
            self.keys = keys
        } catch let fault as JSONFault {
            throw KeyFault("\(path): \(fault.path) \(fault.message)")
        } catch let fault as KeyFault {
            throw KeyFault("\(path): \(fault)")
        } catch {
            throw KeyFault("\(path): \(error)")
        }
        guard !keys.isEmpty else { throw KeyFault("\(path): lists no key") }
    }

    private static func key(
        _ json: JSON,
        at path: String,
        folder: URL
    ) throws -> VerificationKey {
        var reader = try ObjectReader(json, at: path)
        let id = try reader.optionalText("id", largest: 64)
        guard let algorithm = TokenAlgorithm(rawValue: try reader.text("algorithm")) else {
            throw KeyFault("\(path).algorithm must be HS256, ES256 or EdDSA")
        }
        let names = try reader.required("roles").elements ?? []
        let roles = names.compactMap { $0.text.flatMap(Role.init(rawValue:)) }
        guard roles.count == names.count else { throw KeyFault("\(path).roles: unknown role") }
        let subject = try reader.optionalText("sub", largest: 64)
        let secret = try reader.optionalText("secret", largest: 4096)
        let file = try reader.optionalText("secretFile") ?? reader.optionalText("publicKeyFile")
        try reader.finish()
        let material =
            try secret
            ?? file.map { try text(of: URL(fileURLWithPath: $0, relativeTo: folder).path) }
        guard let material else { throw KeyFault("\(path) has no secret and no key file") }
        return try VerificationKey(
            id: id,
            algorithm: algorithm,
            roles: Set(roles),
            subject: subject,
            material: material.trimmingCharacters(in: .whitespacesAndNewlines)
        )
    }

    private static func text(of path: String) throws(KeyFault) -> String {
        do {
            return try String(contentsOfFile: path, encoding: .utf8)
        } catch {
            throw KeyFault("\(path) cannot be read")
        }
    }
}
