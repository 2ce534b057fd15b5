import Access
import Wire

/// A key of the suite that signs tokens, and for whom.
package struct Signer: Sendable {
    /// The key's id, and its secret's file name.
    package let id: String
    /// The roles that it signs.
    package let roles: [Role]
    /// The service that it signs for, if it signs for one.
    package let subject: String?

    /// Operators and those who only look.
    package static let operators = Signer(
        id: "operator",
        roles: [.operator, .viewer],
        subject: nil
    )
    /// Members, whose tokens the host makes after they have logged in.
    package static let members = Signer(id: "member", roles: [.member], subject: nil)
    /// The host's back end.
    package static let host = Signer(id: "host", roles: [.service], subject: "host")

    /// All keys that the services of a suite on one machine trust.
    package static let all =
        [operators, members, host]
        + SuiteMember.all.filter { !$0.neighbours.isEmpty }.map(signer(of:))

    /// The key with which a service signs its own calls.
    package static func signer(of member: SuiteMember) -> Signer {
        Signer(id: member.name, roles: [.service], subject: member.name)
    }

    /// The key that signs a role.
    package static func signer(of role: Role) -> Signer {
        switch role {
        case .operator, .viewer: operators
        case .member: members
        case .service: host
        }
    }

    /// The key's entry in the file of keys.
    var entry: JSON {
        var members: [JSON.Member] = [
            .init("id", .string(id)), .init("algorithm", "HS256"),
            .init("roles", .array(roles.map { .string($0.rawValue) })),
            .init("secretFile", .string("\(id).secret")),
        ]
        if let subject { members.append(.init("sub", .string(subject))) }
        return .object(members)
    }
}
