import Access
import Foundation
import Wire

/// The folder that holds a suite's stores, secrets and ports.
package struct DataFolder: Sendable {
    /// Where it is.
    package let path: String

    /// Names a folder.
    ///
    /// - Parameter path: Where it is, or nil for `JIFEN_DATA`, or else `.jifen`.
    package init(_ path: String?) {
        self.path = path ?? ProcessInfo.processInfo.environment["JIFEN_DATA"] ?? ".jifen"
    }

    /// The address of a service's store.
    package func store(of member: SuiteMember) -> String {
        "sqlite:\(path)/\(member.name).sqlite"
    }

    /// The file of the keys that the services trust.
    package var keysPath: String { "\(path)/secrets/keys.json" }

    /// The file of the keys that seal the seeds of draws.
    package var seedKeysPath: String { "\(path)/secrets/games-seeds.keys" }

    /// Makes what is missing of the folder: itself, a secret for each signer, the files of keys.
    ///
    /// Secrets have mode 0600 and are never made anew.
    ///
    /// - Throws: What the file system says.
    package func prepare() throws {
        let files = FileManager.default
        try files.createDirectory(
            atPath: "\(path)/secrets",
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        for signer in Signer.all where !files.fileExists(atPath: secretPath(of: signer)) {
            try write(Array(Self.freshSecret.utf8), to: secretPath(of: signer))
        }
        if !files.fileExists(atPath: seedKeysPath) {
            try write(Array("first \(Self.freshSecret)\n".utf8), to: seedKeysPath)
        }
        try completeKeys()
    }

    /// 32 bytes from the system's secure generator, as hexadecimal digits.
    private static var freshSecret: String {
        var generator = SystemRandomNumberGenerator()
        return (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }.hexadecimal
    }

    /// Adds to the key file what it lacks, as where a suite has got a new service since it was
    /// made; what an operator has added to it stays.
    private func completeKeys() throws {
        var members: [JSON.Member] = []
        if let file = FileManager.default.contents(atPath: keysPath) {
            guard case .object(let known) = try JSONParser.parse([UInt8](file)) else {
                throw CommandFault("\(keysPath) is no file of keys")
            }
            members = known
        }
        let listed = members.first { $0.name == "keys" }?.value.elements ?? []
        let ids = listed.compactMap { $0["id"]?.text }
        let missing = Signer.all.filter { !ids.contains($0.id) }.map(\.entry)
        guard !missing.isEmpty else { return }
        members.removeAll { $0.name == "keys" }
        members.append(.init("keys", .array(listed + missing)))
        try write(JSONWriter.bytes(of: .object(members)), to: keysPath)
    }

    /// The secret of a signer.
    ///
    /// - Throws: `CommandFault` where the folder has none.
    package func secret(of signer: Signer) throws(CommandFault) -> String {
        do {
            return try String(contentsOfFile: secretPath(of: signer), encoding: .utf8)
        } catch {
            throw CommandFault(
                "\(path) has no secrets; start the suite with `jifen up`, or name its --data"
            )
        }
    }

    /// Remembers from which port on the suite listens, and which services it has.
    ///
    /// - Throws: What the file system says.
    package func remember(portBase: Int, members: [SuiteMember] = SuiteMember.all) throws {
        try write(Array("\(portBase)\n".utf8), to: "\(path)/port-base")
        let names = members.map { $0.name + "\n" }.joined()
        try write(Array(names.utf8), to: "\(path)/services")
    }

    /// The services that the suite was started with last, or all.
    package var members: [SuiteMember] {
        // Lost is why it cannot be read: a suite that was never started is meant as a whole.
        let text = try? String(contentsOfFile: "\(path)/services", encoding: .utf8)
        let names = (text ?? "").split(whereSeparator: \.isWhitespace)
        let members = SuiteMember.all.filter { member in names.contains { $0 == member.name } }
        return members.isEmpty ? SuiteMember.all : members
    }

    /// The port from which on the suite listens: the remembered one, or 8080.
    package var portBase: Int {
        // Lost is why it cannot be read: a suite that was never started listens nowhere.
        let text = try? String(contentsOfFile: "\(path)/port-base", encoding: .utf8)
        return text.flatMap { Int($0.trimmingCharacters(in: .whitespacesAndNewlines)) } ?? 8080
    }

    /// The file of a signer's secret.
    package func secretPath(of signer: Signer) -> String {
        "\(path)/secrets/\(signer.id).secret"
    }

    /// Writes a file that only its owner can read; it is there whole or not at all.
    private func write(_ bytes: [UInt8], to path: String) throws {
        let fresh = path + ".new"
        guard
            FileManager.default.createFile(
                atPath: fresh,
                contents: Data(bytes),
                attributes: [.posixPermissions: 0o600]
            ),
            rename(fresh, path) == 0
        else { throw CommandFault("\(path) cannot be written") }
    }
}
