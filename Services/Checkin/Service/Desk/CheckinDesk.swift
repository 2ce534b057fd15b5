import Access
import CheckinDomain
import Outbox
import Primitives
import Problems
import ServiceHost
import Storage
import Zones

/// The programme as the service keeps it.
typealias CheckinProgramme = ProgrammeStore<CheckinSection>

/// What every command does around the rules: takes a member and the programme from the store,
/// hears the zone of a token, and stores what has changed with what it owes.
struct CheckinDesk: Sendable {
    let programme: CheckinProgramme
    let doorbell: Doorbell

    /// The check-in rules in force, with the number of their version.
    ///
    /// - Throws: A `Problem` with the slug `not-found` where none are published.
    func rules(_ reads: borrowing Snapshot) throws -> (rules: CheckinRules, version: Int64) {
        let version = try programme.current(reads)
        guard let rules = version.section.rules else {
            throw Problem(.notFound, "the programme has no check-in")
        }
        return (rules, version.number)
    }

    /// The rules by which what has begun is ended: those in force, or the last ones that there
    /// were where the programme has no check-in any more.
    ///
    /// What was reserved, charged or open then would else never end.
    func lastingRules(_ reads: borrowing Snapshot) throws -> CheckinRules {
        let current = try programme.current(reads)
        let rules = try current.section.rules ?? lastingRules(of: current.number - 1, reads)
        guard let rules else { throw Problem(.notFound, "the programme has no check-in") }
        return rules
    }

    /// The rules of a version, or the last ones before it where it has no check-in.
    private func lastingRules(
        of number: Int64,
        _ reads: borrowing Snapshot
    ) throws -> CheckinRules? {
        for number in stride(from: number, to: 0, by: -1) {
            if let rules = try programme.version(numbered: number, reads)?.section.rules {
                return rules
            }
        }
        return nil
    }

    /// A member as it stands, new where nobody knows it, with its history not yet loaded.
    ///
    /// One in a zone that this build does not know any more is in the programme's, as one is whose
    /// token names such a zone.
    ///
    /// The days that ended before the rules in force were published are decided, by those that
    /// were in force then.
    func member(
        _ id: MemberID,
        at now: Instant,
        _ rules: CheckinRules,
        with makeUp: MakeUpChoice = .none,
        _ reads: borrowing Snapshot
    ) throws -> CheckinMember {
        let makeUps =
            switch makeUp {
            case .none: [MakeUp]()
            case .ofMonth(let named):
                try reads.makeUps(of: id, in: rules.programmeDay(at: now).month, and: named)
            }
        guard var member = try reads.checkinMember(id, with: makeUps, orIn: rules.zone)
        else {
            return CheckinMember(at: now, rules: rules)
        }
        if member.mayHangOnReplacedRules(at: now) {
            member.settle(by: try replacedRules(after: member.clock.openedAt, reads), at: now)
        }
        return member
    }

    /// The rules that were replaced after an instant.
    private func replacedRules(
        after start: Instant,
        _ reads: borrowing Snapshot
    ) throws -> [ReplacedRules] {
        var replaced: [ReplacedRules] = []
        for (number, end) in try programme.replaced(after: start, reads) {
            // Before the first rules there was no day that they could decide.
            guard let rules = try lastingRules(of: number, reads) else { continue }
            replaced.append(ReplacedRules(rules, until: end))
        }
        return replaced
    }

    /// Loads the grants that a check-in or a page must know, and what is being taken back of such,
    /// which are none as a rule.
    func loadGrants(
        _ member: inout CheckinMember,
        _ id: MemberID,
        at now: Instant,
        _ rules: CheckinRules,
        _ reads: borrowing Snapshot
    ) throws {
        guard let first = member.grantsNeeded(at: now, rules) else { return }
        member.load(grants: try reads.grants(of: id, since: first))
        member.load(takeBacks: try reads.takeBacks(of: id))
    }

    /// Has a member's own token say in which zone the member is; other callers say nothing.
    func hear(
        _ caller: Caller,
        _ member: inout CheckinMember,
        at now: Instant,
        _ rules: CheckinRules
    ) {
        guard caller.role == .member, let issuedAt = caller.issuedAt else { return }
        let zone = caller.zone.flatMap(Zones.zone(named:)) ?? rules.zone
        member.hear(zone, issuedAt: issuedAt, at: now, rules)
    }

    /// Stores what has changed of a member, and owes what follows from it.
    ///
    /// The event of the command's own check-in bears the id `checkIn`; `owed` names the messages
    /// that credit what make-ups have granted.
    func save(
        _ member: CheckinMember,
        of id: MemberID,
        _ rules: CheckinRules,
        _ ids: inout FreshIDs,
        checkIn: TimeOrderedID? = nil,
        owed: [TimeOrderedID: [OwedCredit]] = [:],
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.save(member, of: id, dueAt: member.nextDue(rules), owed: owed)
        for event in member.changes.events {
            let own = event.kind == .checkedIn ? checkIn : nil
            try transaction.owe(.event(event, about: id, own ?? ids.next()), doorbell)
            transaction.count(event)
        }
    }
}

/// Which make-ups a command must know.
enum MakeUpChoice {
    /// None.
    case none
    /// Those that are pending, those made in the month, and one more.
    case ofMonth(and: TimeOrderedID?)
}
