import Primitives

/// What a token's bearer may be.
package enum Role: String, CaseIterable, Sendable {
    /// A member of the programme, who sees and moves only what is its own.
    case member
    /// A back end, or another service of the suite.
    case service
    /// A person who runs the programme.
    case `operator`
    /// A person who reads what an operator reads, and changes nothing.
    case viewer
}

/// Who makes a request, as a verified token says.
package struct Caller: Hashable, Sendable {
    /// What the caller is.
    package let role: Role
    /// Who the caller is among those of the role; for a member its id.
    package let subject: String
    /// The IANA zone that a member's token carries.
    package let zone: String?
    /// Where a member comes from: `app`, `miniProgram` or `web`.
    package let channel: String?
    /// The level that a member's token carries.
    package let level: Int64?
    /// When the token was issued, if it says so.
    package let issuedAt: Instant?
    /// The text that names the caller in stores: role and subject.
    package let name: String

    /// Describes a caller.
    package init(
        role: Role,
        subject: String,
        zone: String? = nil,
        channel: String? = nil,
        level: Int64? = nil,
        issuedAt: Instant? = nil
    ) {
        self.role = role
        self.subject = subject
        self.zone = zone
        self.channel = channel
        self.level = level
        self.issuedAt = issuedAt
        name = "\(role.rawValue):\(subject)"
    }
}
