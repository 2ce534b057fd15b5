import Wire

/// Why a command did not do what it was asked for.
package struct CommandFault: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong, for the person who called.
    package let description: String
    /// Whether the call or its input is at fault (exit code 2), not the world (1).
    package let isInput: Bool

    /// Says what is wrong.
    package init(_ description: String, isInput: Bool = false) {
        self.description = description
        self.isInput = isInput
    }

    /// Says what a service has refused, in its own words.
    static func refusal(by member: SuiteMember, _ status: Int, _ json: JSON) -> CommandFault {
        let words = [json["title"]?.text, json["detail"]?.text].compactMap(\.self)
        return CommandFault(
            (["\(member.name) answers \(status)"] + words).joined(separator: ": ")
        )
    }

    /// Says what a service finds at fault in what it was sent, as an input of the call.
    static func faults(
        found member: SuiteMember,
        _ status: Int,
        _ json: JSON
    ) -> CommandFault {
        let isInput = [400, 422].contains(status)
        let lines = lines(found: member, status, json)
        return CommandFault(lines.joined(separator: "\n"), isInput: isInput)
    }

    /// Each fault that a service names, with its path; where it names none, what it has answered.
    static func lines(found member: SuiteMember, _ status: Int, _ json: JSON) -> [String] {
        let faults = json["faults"]?.elements ?? []
        guard !faults.isEmpty else { return [refusal(by: member, status, json).description] }
        return faults.map { "\($0["path"]?.text ?? ""): \($0["message"]?.text ?? "")" }
    }
}
