import Calls
import Foundation
import Wire

/// Validates a programme, shows what would change, and publishes it.
package struct Publisher: Sendable {
    private let client: SuiteClient
    private let members: [SuiteMember]

    /// Publishes to services.
    package init(_ client: SuiteClient, to members: [SuiteMember]) {
        self.client = client
        self.members = members
    }

    /// Publishes a programme: to every service, or where one finds a fault to none.
    ///
    /// - Parameters:
    ///   - file: The programme.
    ///   - dryRun: Whether to change nothing.
    ///   - force: Why what becomes worse for members is published all the same, or nil.
    ///   - tell: Gets each line about what changes.
    /// - Throws: `CommandFault` that lists each fault with its path in the file.
    package func publish(
        _ file: ProgrammeFile,
        dryRun: Bool,
        force: String? = nil,
        tell: (String) -> Void
    ) async throws {
        try await rehearse(file, force, tell)
        if dryRun { return tell("nothing was published") }
        for member in members {
            let (status, json) = try await put(file, to: member, dryRun: false, force)
            guard status == 200 else {
                throw CommandFault.faults(found: member, status, json)
            }
            tell("\(member.name): version \(json["version"]?.integer ?? 0) is in force")
        }
    }

    /// Lets every service say what would change, or what is wrong.
    private func rehearse(
        _ file: ProgrammeFile,
        _ force: String?,
        _ tell: (String) -> Void
    ) async throws {
        var faults: [String] = []
        for member in members {
            let (status, json) = try await put(file, to: member, dryRun: true, force)
            switch status {
            case 200: Self.show(json, member, tell)
            case 400, 422: faults += CommandFault.lines(found: member, status, json)
            default: throw CommandFault.faults(found: member, status, json)
            }
        }
        guard faults.isEmpty else {
            // What two services read alike, as the zone, both find fault with.
            var told: Set<String> = []
            let lines = faults.filter { told.insert($0).inserted }
            throw CommandFault(lines.joined(separator: "\n"), isInput: true)
        }
    }

    private func put(
        _ file: ProgrammeFile,
        to member: SuiteMember,
        dryRun: Bool,
        _ force: String?
    ) async throws -> (status: Int, json: JSON) {
        var query: [String] = []
        if let force { query.append("force=\(Self.escaped(force))") }
        if dryRun { query.append("dryRun=true") }
        return try await client.send(
            .put,
            "/v1/programme" + (query.isEmpty ? "" : "?" + query.joined(separator: "&")),
            to: member,
            body: JSONWriter.bytes(of: file.section(of: member))
        )
    }

    /// A text as it stands in a query: every byte escaped but letters and digits of ASCII.
    private static func escaped(_ text: String) -> String {
        let letters = CharacterSet(charactersIn: "a"..."z")
            .union(CharacterSet(charactersIn: "A"..."Z"))
            .union(CharacterSet(charactersIn: "0"..."9"))
        return text.addingPercentEncoding(withAllowedCharacters: letters) ?? ""
    }

    private static func show(_ json: JSON, _ member: SuiteMember, _ tell: (String) -> Void) {
        let changes = json["changes"]?.elements ?? []
        if changes.isEmpty { return tell("\(member.name): nothing changes") }
        for worsening in json["worsenings"]?.elements ?? [] {
            let path = worsening["path"]?.text ?? ""
            tell("\(member.name): worse for members: \(path): \(worsening["message"]?.text ?? "")")
        }
        for change in changes {
            let path = change["path"]?.text ?? ""
            let before = change["before"].map(Self.text) ?? "nothing"
            let after = change["after"].map(Self.text) ?? "nothing"
            tell("\(member.name): \(path.isEmpty ? "the section" : path): \(before) → \(after)")
        }
    }

    private static func text(_ json: JSON) -> String {
        String(decoding: JSONWriter.bytes(of: json), as: UTF8.self)
    }
}
