/// A service of the suite as the launcher knows it.
package struct SuiteMember: Sendable {
    /// Its executable's name.
    package let name: String
    /// How far its port lies above the suite's first one.
    package let portOffset: Int
    /// The members of the programme's file that are its section.
    package let section: [String]

    /// The services that the launcher starts, in the order in which they are started.
    package static let all = [
        SuiteMember(name: "gateway", portOffset: 1, section: ["zone", "assets"])
    ]
}
