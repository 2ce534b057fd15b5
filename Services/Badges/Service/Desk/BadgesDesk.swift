import BadgesDomain
import Logging
import Outbox
import Primitives
import ServiceHost
import Storage
import Wire

/// The programme as the service keeps it.
typealias BadgesProgramme = ProgrammeStore<BadgesSection>

/// What every command does around the rules: takes a member from the store, brings it up to date,
/// counts, awards, and stores what has changed with what it owes.
struct BadgesDesk: Sendable {
    let programme: BadgesProgramme
    let doorbell: Doorbell
    /// The neighbours that are told the traits of members.
    let listeners: [String]
    let logger: Logger
    /// How far the job is with the members for whom a day has come.
    let dues = DueSweep<DueMember>()
    /// How far it is with those who are to be counted anew.
    let recounts = DueSweep<DueMember>()
    /// How far it is with the leaderboards' periods that are over.
    let closings = DueSweep<BoardPeriod>()

    /// A member that is being worked on in a transaction.
    struct Turn {
        let section: BadgesSection
        let now: Instant
        /// The day that it is in the programme's zone.
        let today: CalendarDay
        /// What is stored of the member, or nil where nothing is.
        let known: Standing?
        var standing: Standing
        var counters: MemberCounters
        /// The periods that may have changed, by the numbers of their measures.
        var changed: [Int64: Set<Int64>] = [:]
        /// The tasks that were taken up or claimed.
        var touched: Set<TaskID> = []
        /// The levels that it has entered and was not rewarded for yet.
        var entered: [Int64] = []
        /// How many events were read to count it anew.
        var eventsRead = 0
        /// The growth that counts today, once it was asked for.
        var growth: Int64 = 0
        /// The badges that the member has, once it was asked for.
        var badges: Set<BadgeID> = []
        /// Whether the neighbours must be told of them anew.
        var hasOtherBadges = false
        /// What is added to the numbers of days, which whoever ends the turn stores.
        var tally = DayTally<BadgeNumber>()

        var member: MemberID { standing.member }
        /// The day on whose growth the member climbs: no request that was waiting while a review
        /// was made takes that back by the growth of a day before it.
        var climbDay: CalendarDay { max(today, standing.level.since) }
        /// The level in force that the neighbours know.
        var knownLevel: Int64 { known?.inForce ?? 0 }
    }

    /// A member by the rules in force, what is due of it done, all that it did counted by them.
    ///
    /// - Throws: A `Problem` with the slug `not-found` until a programme is published.
    func turn(
        of member: MemberID,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws -> Turn {
        let section = try programme.current(transaction.reads).section
        return try turn(of: member, by: section, at: now, transaction)
    }

    /// The same by rules that are known to be in force.
    func turn(
        of member: MemberID,
        by section: BadgesSection,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws -> Turn {
        let today = section.zone.day(of: now)
        let known = try transaction.reads.standing(of: member)
        let standing =
            known
            ?? Standing(
                member: member,
                stamp: section.definitions.stamp,
                lifeGrowth: 0,
                level: LevelStanding(newOn: today),
                inForce: 0,
                dueAt: nil,
                traitVersion: 0,
                isStored: false
            )
        var turn = Turn(
            section: section,
            now: now,
            today: today,
            known: known,
            standing: standing,
            counters: known == nil
                ? MemberCounters(ofNew: member, by: section.definitions)
                : try MemberCounters(
                    of: member,
                    by: section.definitions,
                    since: today.monday,
                    transaction.reads
                )
        )
        if standing.stamp != section.definitions.stamp { try recount(&turn, transaction) }
        try settleDue(&turn, transaction)
        return turn
    }

    /// Awards what a member has reached, and stores it, but for the turn's tally.
    func end(
        _ turn: inout Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws {
        try award(&turn, &ids, transaction)
        try rewardTasks(&turn, &ids, transaction)
        let grants = try transaction.reads.levelGrants(of: turn.member, on: turn.today)
        let inForce = LevelInForce(
            earned: turn.standing.level.level,
            grants,
            by: turn.section.levels.rules
        )
        turn.standing.inForce = inForce.level
        turn.countLevel()
        if turn.standing.inForce != turn.knownLevel || turn.hasOtherBadges {
            turn.standing.traitVersion += 1
            for listener in listeners {
                try transaction.owe(.traits(turn, to: listener, ids.next()), doorbell)
            }
        }
        turn.standing.dueAt = try nextDue(of: turn, grants, transaction.reads)
        try transaction.save(turn.standing, replacing: turn.known)
        turn.standing.isStored = true
    }

    /// Whether a member's answers hang on something that is not stored yet.
    func isBehind(
        _ standing: Standing,
        at now: Instant,
        _ section: BadgesSection
    ) -> Bool {
        standing.stamp != section.definitions.stamp || standing.dueAt.map { $0 <= now } ?? false
    }
}

extension BadgesDesk.Turn {
    /// The badges that the neighbours are told of: those of the programme, for which their rules
    /// can ask, and then those of earlier ones, as long as there is room.
    fileprivate var toldBadges: ArraySlice<BadgeID> {
        let listed = section.badges.map(\.badge.id).filter { badges.contains($0) }
        let others = badges.subtracting(listed).sorted { $0.text < $1.text }
        return (listed + others).prefix(HeardTraits.mostBadges)
    }
}

extension OutboxMessage {
    /// What a neighbour is told of a member's level, growth and badges.
    fileprivate static func traits(
        _ turn: BadgesDesk.Turn,
        to listener: String,
        _ id: TimeOrderedID
    ) -> OutboxMessage {
        let version = turn.standing.traitVersion
        return OutboxMessage(
            id,
            to: listener,
            by: .traits,
            about: turn.member,
            owedAt: turn.now
        ) { writer in
            writer.member("member", turn.member.text)
            let traits: [(StaticString, JSON)] = [
                ("level", .integer(turn.standing.inForce)), ("growth", .integer(turn.growth)),
                ("badges", .array(turn.toldBadges.map(\.text).sorted().map(JSON.string))),
            ]
            for (name, value) in traits {
                writer.name(name)
                writer.object { writer in
                    writer.name("value")
                    writer.value(value)
                    writer.member("version", version)
                }
            }
        }
    }
}
