import Calls
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
    ///   - tell: Gets each line about what changes.
    /// - Throws: `CommandFault` that lists each fault with its path in the file.
    package func publish(
        _ file: ProgrammeFile,
        dryRun: Bool,
        tell: (String) -> Void
    ) async throws {
        var faults: [String] = []
        for member in members {
            let (status, json) = try await put(file, to: member, dryRun: true)
            switch status {
            case 200: Self.show(json, member, tell)
            case 400, 422: faults += Self.faults(status, json, member)
            default:
                throw CommandFault(
                    Self.faults(status, json, member).joined(separator: "\n")
                )
            }
        }
        guard faults.isEmpty else {
            // What two services read alike, as the zone, both find fault with.
            var told: Set<String> = []
            let lines = faults.filter { told.insert($0).inserted }
            throw CommandFault(lines.joined(separator: "\n"), isInput: true)
        }
        if dryRun { return tell("nothing was published") }
        for member in members {
            let (status, json) = try await put(file, to: member, dryRun: false)
            guard status == 200 else {
                throw CommandFault(
                    Self.faults(status, json, member).joined(separator: "\n")
                )
            }
            tell("\(member.name): version \(json["version"]?.integer ?? 0) is in force")
        }
    }

    private func put(
        _ file: ProgrammeFile,
        to member: SuiteMember,
        dryRun: Bool
    ) async throws -> (status: Int, json: JSON) {
        try await client.send(
            .put,
            "/v1/programme" + (dryRun ? "?dryRun=true" : ""),
            to: member,
            body: JSONWriter.bytes(of: file.section(of: member))
        )
    }

    private static func show(_ json: JSON, _ member: SuiteMember, _ tell: (String) -> Void) {
        let changes = json["changes"]?.elements ?? []
        if changes.isEmpty { return tell("\(member.name): nothing changes") }
        for change in changes {
            let path = change["path"]?.text ?? ""
            let before = change["before"].map(Self.text) ?? "nothing"
            let after = change["after"].map(Self.text) ?? "nothing"
            tell("\(member.name): \(path.isEmpty ? "the section" : path): \(before) → \(after)")
        }
    }

    private static func faults(_ status: Int, _ json: JSON, _ member: SuiteMember) -> [String] {
        let faults = json["faults"]?.elements ?? []
        if faults.isEmpty {
            return ["\(member.name) answers \(status): \(json["title"]?.text ?? "")"]
        }
        return faults.map { "\($0["path"]?.text ?? ""): \($0["message"]?.text ?? "")" }
    }

    private static func text(_ json: JSON) -> String {
        String(decoding: JSONWriter.bytes(of: json), as: UTF8.self)
    }
}
