import BadgesDomain
import Outbox
import Primitives
import ServiceHost
import Storage

extension BadgesDesk {
    /// What comes due by itself for members; operators are told of those for whom it cannot be
    /// done.
    ///
    /// Reviews of levels, the ends of levels that were given for some days, and days for which
    /// growth was told before they came; then the ends of leaderboards' periods.
    func dueWork(_ relay: Relay, _ stuck: StuckDues<BadgesDue>) -> DueWork {
        DueWork(
            next: { [try $0.nextDue(), try $0.nextClosing()].compactMap(\.self).min() },
            settle: { now, limit, transaction in
                let (count, left) = try bring(
                    { try $2.dueMembers(until: now, after: $0, limit: $1) },
                    dues,
                    room: limit,
                    upTo: now,
                    transaction
                )
                stuck.report(.day, left) { $0.member.text }
                guard count == 0 else { return count }
                return try closeBoards(dueAt: now, atMost: limit, stuck, transaction)
            },
            isNew: { try $0.hasNoEvent() && $0.hasNoLevelGrant() },
            owed: { try relay.owed($0) },
            rewind: { try programme.rewind(to: $0, $1) }
        )
    }

    /// Does for a member what has come due by itself, in the order of the days.
    func settleDue(_ turn: inout Turn, _ transaction: borrowing Transaction) throws {
        guard let dueAt = turn.standing.dueAt, dueAt <= turn.now else { return }
        try transaction.endLevelGrants(of: turn.member, before: turn.today)
        let held = try transaction.reads.heldTiers(of: turn.member)
        let rules = turn.section.levels.rules
        // What was told of earlier days has counted when it was told.
        var grown = try transaction.reads.growthDays(
            of: turn.member,
            from: turn.section.zone.day(of: dueAt),
            to: turn.today
        )[...]
        while let day = [turn.standing.level.dueOn, grown.first].compactMap(\.self).min(),
            day <= turn.today
        {
            // A review comes first: it looks at the days before its own.
            let isReview = day == turn.standing.level.dueOn
            let growth = try transaction.reads.growth(
                of: turn.standing,
                by: turn.section,
                asOf: isReview ? day.preceding : day,
                holding: { held[$0]?.count ?? 0 }
            )
            let badges = Set(held.keys)
            if isReview {
                turn.standing.level.settle(growth, holding: badges, by: rules)
            } else {
                grown.removeFirst()
                turn.entered += turn.standing.level.climb(
                    growth,
                    holding: badges,
                    on: day,
                    by: rules
                )
            }
        }
    }

    /// When something of a member is due by itself next, or nil.
    func nextDue(
        of turn: Turn,
        _ grants: [LevelGrant],
        _ reads: borrowing Snapshot
    ) throws -> Instant? {
        var days = [turn.standing.level.dueOn, grants.map(\.lastDay).min()?.following]
        // Growth of the whole life counts when it is told, whatever its day.
        if turn.section.growth.reach != .life {
            days.append(try reads.nextGrowthDay(of: turn.member, after: turn.today))
        }
        return days.compactMap(\.self).min().map { turn.section.zone.start(of: $0) }
    }

    /// New ids of what comes due by itself.
    func freshIDs(at now: Instant) -> FreshIDs {
        var generator = SystemRandomNumberGenerator()
        let random = (generator.next() as UInt64, generator.next() as UInt64)
        return FreshIDs { TimeOrderedID(at: now, random: (random.0, random.1 &+ UInt64($0))) }
    }
}

extension Snapshot {
    fileprivate borrowing func hasNoEvent() throws -> Bool {
        try first("SELECT 1 FROM event_key LIMIT 1") { _ in false } ?? true
    }
}
