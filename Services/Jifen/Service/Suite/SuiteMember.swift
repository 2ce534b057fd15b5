/// A service of the suite as the launcher knows it.
package struct SuiteMember: Sendable {
    /// Its executable's name.
    package let name: String
    /// How far its port lies above the suite's first one.
    package let portOffset: Int
    /// The members of the programme's file that are its section.
    package let section: [String]
    /// The names of the services that it calls.
    package let neighbours: [String]
    /// Whether it keeps the ledger, with its chain and its balances.
    package let keepsLedger: Bool
    /// Whether it charges for what it gives, so that it has intents.
    package let keepsIntents: Bool

    /// Describes a service.
    package init(
        name: String,
        portOffset: Int,
        section: [String],
        neighbours: [String] = [],
        keepsLedger: Bool = false,
        keepsIntents: Bool = false
    ) {
        self.name = name
        self.portOffset = portOffset
        self.section = section
        self.neighbours = neighbours
        self.keepsLedger = keepsLedger
        self.keepsIntents = keepsIntents
    }

    /// The service that keeps the points.
    package static let gateway = SuiteMember(
        name: "gateway",
        portOffset: 1,
        section: ["zone", "assets", "earning"],
        keepsLedger: true
    )

    /// The services that the launcher starts, in the order in which they are started.
    package static let all = [gateway]
}
