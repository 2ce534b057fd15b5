/// A service of the suite as the launcher knows it.
package struct SuiteMember: Sendable {
    /// Something that a service keeps, so that it is looked after.
    package enum Kept: Hashable, Sendable {
        /// The ledger, with its chain and its balances.
        case ledger
        /// Intents: it charges for what it gives.
        case intents
        /// Days and the streaks that they make.
        case streaks
        /// Games, with secret seeds that are sealed by a file of keys.
        case games
        /// Counts of what members did, and what they have come to by them.
        case counts
    }

    /// Its executable's name.
    package let name: String
    /// How far its port lies above the suite's first one.
    package let portOffset: Int
    /// The members of the programme's file that are its section; several services may have one.
    package let section: [String]
    /// The names of the services that it calls.
    package let neighbours: [String]
    /// What it keeps.
    package let keeps: Set<Kept>

    /// Describes a service.
    package init(
        name: String,
        portOffset: Int,
        section: [String],
        neighbours: [String] = [],
        keeps: Set<Kept> = []
    ) {
        self.name = name
        self.portOffset = portOffset
        self.section = section
        self.neighbours = neighbours
        self.keeps = keeps
    }

    /// The service that keeps the points.
    package static let gateway = SuiteMember(
        name: "gateway",
        portOffset: 1,
        section: ["zone", "assets", "earning", "levels"],
        neighbours: ["badges"],
        keeps: [.ledger]
    )

    /// The service that keeps the check-ins.
    package static let checkin = SuiteMember(
        name: "checkin",
        portOffset: 2,
        section: ["zone", "assets", "checkin", "levels"],
        neighbours: ["gateway", "badges"],
        keeps: [.intents, .streaks]
    )

    /// The service that keeps the games.
    package static let games = SuiteMember(
        name: "games",
        portOffset: 3,
        section: ["zone", "assets", "organiser", "lotteries", "cardFlips"],
        neighbours: ["gateway", "checkin", "badges"],
        keeps: [.intents, .games]
    )

    /// The service that keeps badges and levels.
    package static let badges = SuiteMember(
        name: "badges",
        portOffset: 4,
        section: ["zone", "assets", "words", "growth", "levels", "badges", "tasks", "boards"],
        neighbours: ["gateway", "checkin", "games"],
        keeps: [.counts]
    )

    /// All services, each after those whose programme it needs in force when its own section is:
    /// those that it charges, not those that it only tells what happened.
    package static let all = [gateway, checkin, games, badges]
}
