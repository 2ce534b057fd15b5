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
}
