import BadgesDomain
import Outbox
import Primitives
import ServiceHost
import Storage

extension BadgesDesk {
    /// Gives and takes badges by what has changed, and lets the member climb.
    func award(
        _ turn: inout Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws {
        var held = try transaction.reads.heldTiers(of: turn.member)
        let former = held
        let decided = turn.changed.keys.reduce(into: Set<Int>()) { decided, number in
            decided.formUnion(turn.section.definitions.decided[number] ?? [])
        }
        for place in decided.sorted() {
            let entry = turn.section.badges[place]
            try award(entry, &held[entry.badge.id, default: []], &turn, &ids, transaction)
        }
        turn.countTiers(from: former, to: held)
        turn.badges = Set(held.filter { !$0.value.isEmpty }.keys)
        turn.hasOtherBadges = turn.badges != Set(former.keys)
        turn.growth = try transaction.reads.growth(
            of: turn.standing,
            by: turn.section,
            asOf: turn.climbDay,
            holding: { held[$0]?.count ?? 0 }
        )
        try climb(&turn, &ids, transaction)
    }

    /// Lets the member climb to where its growth is enough, and rewards each level that it enters.
    private func climb(
        _ turn: inout Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws {
        let rules = turn.section.levels.rules
        turn.entered += turn.standing.level.climb(
            turn.growth,
            holding: turn.badges,
            on: turn.climbDay,
            by: rules
        )
        for level in turn.entered {
            guard let step = rules.step(level) else { continue }
            let name = turn.section.levels.displays[Int(level) - 1].name
            let reference = "level:\(step.id)"
            let isNews = try hand(
                out: step.reward,
                for: name,
                reference,
                to: turn.member,
                at: turn.now,
                &ids,
                transaction
            )
            if isNews { turn.tally.add(step.reward, on: turn.today) }
        }
        turn.entered = []
    }

    private func award(
        _ entry: BadgeEntry,
        _ held: inout Set<TierID>,
        _ turn: inout Turn,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws {
        let badge = entry.badge
        let (given, taken) = badge.changes(of: held) { turn.counters.best(of: $0) }
        for tier in taken {
            try transaction.take(tier.id, of: badge.id, from: turn.member, at: turn.now)
            held.remove(tier.id)
        }
        for tier in given {
            try transaction.give(tier.id, of: badge.id, to: turn.member, at: turn.now)
            held.insert(tier.id)
            let reference = badge.reference(of: tier.id)
            let isNews = try hand(
                out: tier.reward,
                for: entry.title,
                reference,
                to: turn.member,
                at: turn.now,
                &ids,
                transaction
            )
            if isNews { turn.tally.add(tier.reward, on: turn.today) }
        }
    }

    /// Owes a reward, unless the member was ever rewarded for the same.
    ///
    /// - Returns: Whether it is owed now, so that it is to be counted.
    func hand(
        out reward: Award,
        for title: String,
        _ reference: String,
        to member: MemberID,
        at now: Instant,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        guard try transaction.noteReward(for: reference, to: member, at: now) else {
            return false
        }
        let cause = OutboxMessage.Cause(title, reference: reference)
        for item in reward.items {
            let messages = OutboxMessage.handingOut(
                item,
                to: member,
                for: cause,
                isReward: true,
                at: now,
                &ids
            )
            for message in messages { try transaction.owe(message, doorbell) }
        }
        return true
    }
}

extension Badge {
    /// Under what the reward of a tier is kept, and what it is for in the gateway's books.
    func reference(of tier: TierID) -> String { id.reference(of: tier) }
}

extension BadgeID {
    /// The same for a badge of which only the id is known.
    func reference(of tier: TierID) -> String { "badge:\(self):\(tier)" }
}

extension Snapshot {
    /// The growth that counts at the end of a day, that of badges included.
    borrowing func growth(
        of standing: Standing,
        by section: BadgesSection,
        asOf day: CalendarDay,
        holding count: (BadgeID) -> Int
    ) throws -> Int64 {
        var grown = standing.lifeGrowth
        if let first = section.growth.reach.firstDay(on: day) {
            grown = try growth(of: standing.member, from: first, to: day)
        }
        for entry in section.badges where entry.badge.growth > 0 {
            let tiers = Int64(count(entry.badge.id))
            let (worth, isOver) = entry.badge.growth.multipliedReportingOverflow(by: tiers)
            grown = grown.addingClamped(isOver ? .max : worth)
        }
        return grown
    }
}
