/// A service of the suite as the launcher knows it.
package struct SuiteMember: Sendable {
    /// Its executable's name.
    package let name: String
    /// How far its port lies above the suite's first one.
    package let portOffset: Int
    /// The members of the programme's file that are its section; several services may have one.
    package let section: [String]
    /// The names of the services that it calls.
    package let neighbours: [String]
    /// Whether it keeps the ledger, with its chain and its balances.
    package let keepsLedger: Bool
    /// Whether it charges for what it gives, so that it has intents.
    package let keepsIntents: Bool
    /// Whether it keeps days and the streaks that they make.
    package let keepsStreaks: Bool

    /// Describes a service.
    package init(
        name: String,
        portOffset: Int,
        section: [String],
        neighbours: [String] = [],
        keepsLedger: Bool = false,
        keepsIntents: Bool = false,
        keepsStreaks: Bool = false
    ) {
        self.name = name
        self.portOffset = portOffset
        self.section = section
        self.neighbours = neighbours
        self.keepsLedger = keepsLedger
        self.keepsIntents = keepsIntents
        self.keepsStreaks = keepsStreaks
    }

    /// The service that keeps the points.
    package static let gateway = SuiteMember(
        name: "gateway",
        portOffset: 1,
        section: ["zone", "assets", "earning"],
        keepsLedger: true
    )

    /// The service that keeps the check-ins.
    package static let checkin = SuiteMember(
        name: "checkin",
        portOffset: 2,
        section: ["zone", "assets", "checkin"],
        neighbours: ["gateway"],
        keepsIntents: true,
        keepsStreaks: true
    )

    /// All services, each after those that it calls, so that what it needs of a programme is in
    /// force when its own section is.
    package static let all = [gateway, checkin]
}
