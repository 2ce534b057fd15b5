import BadgesDomain
import Primitives
import Storage

extension BadgesDesk {
    /// Counts an event, or takes back what it had counted for.
    ///
    /// `times` is 1 for an event that is new, and -1 for one that is undone.
    func count(
        _ event: MemberEvent,
        times: Int64,
        _ turn: inout Turn,
        _ transaction: borrowing Transaction
    ) throws {
        for counted in turn.section.definitions.listening[event.type] ?? [] {
            guard let part = counted.measure.contribution(of: event) else { continue }
            let place = CounterPlace(
                member: turn.member,
                measure: counted.number,
                period: part.period
            )
            let former = try turn.counters.value(at: place, transaction.reads)
            let value = try self.value(
                after: part,
                times: times,
                of: counted.measure,
                was: former,
                at: place,
                transaction
            )
            // An event that changes nothing may still be the last of what a score is made of.
            try rank(value, by: counted, part, of: event, turn, transaction)
            guard value != former else { continue }
            try turn.counters.put(value, at: place, transaction)
            if counted.measure.span.isPeriodic {
                try bringBest(from: former, to: value, at: place, &turn.counters, transaction)
            }
            turn.changed[counted.number, default: []].insert(part.period)
            let growth = counted.growth.reduce(into: Int64(0)) { sum, rule in
                sum = sum.addingClamped(rule.growth(of: value) - rule.growth(of: former))
            }
            guard growth != 0 else { continue }
            try transaction.grow(turn.member, by: growth, on: event.day)
            turn.standing.lifeGrowth = turn.standing.lifeGrowth.addingClamped(growth)
        }
    }

    /// Brings the leaderboards up to date that a count orders.
    private func rank(
        _ value: Int64,
        by counted: Definitions.Counted,
        _ part: Contribution,
        of event: MemberEvent,
        _ turn: Turn,
        _ transaction: borrowing Transaction
    ) throws {
        for entry in counted.boards {
            let period = part.period
            let occurredAt = event.occurredAt
            try rank(value, of: entry, in: period, at: occurredAt, turn, transaction)
        }
    }

    /// What a period comes to after a contribution was added or taken back.
    private func value(
        after part: Contribution,
        times: Int64,
        of measure: Measure,
        was former: Int64,
        at place: CounterPlace,
        _ transaction: borrowing Transaction
    ) throws -> Int64 {
        if measure.isSum { return max(0, former.addingClamped(times * part.amount)) }
        let known = try transaction.reads.amount(part.place, part.item, at: place)
        let amount = max(0, known.addingClamped(times * part.amount))
        let mark = Mark(place: part.place, item: part.item, amount: amount)
        try transaction.put(mark, at: place)
        guard times > 0 else {
            return measure.value(of: try transaction.reads.marks(.min ... .max, at: place))
        }
        if let near = measure.neighbourhood(of: part.place) {
            // Only what lies near a mark can come to more by it.
            return max(former, measure.value(of: try transaction.reads.marks(near, at: place)))
        }
        if case .maximum = measure.quantity { return max(former, part.place) }
        return known == 0 ? former.addingClamped(1) : former
    }

    /// Brings the best of all periods up to date after one has changed.
    private func bringBest(
        from former: Int64,
        to value: Int64,
        at place: CounterPlace,
        _ counters: inout MemberCounters,
        _ transaction: borrowing Transaction
    ) throws {
        let best = try counters.value(at: place.ofBest, transaction.reads)
        if value > best {
            try counters.put(value, at: place.ofBest, transaction)
        } else if former == best, value < former {
            let largest = try transaction.reads.largest(of: place)
            try counters.put(largest, at: place.ofBest, transaction)
        }
    }

    /// What all events of a member come to, read one by one.
    private func countAll(
        of turn: inout Turn,
        _ reads: borrowing Snapshot
    ) throws -> MemberCount {
        var tally = EventTally(by: turn.section.definitions.measures.values.map(\.measure))
        try reads.eachStandingEvent(of: turn.member) { tally.add($0) }
        turn.eventsRead = tally.events
        return MemberCount(tally)
    }

    /// Counts all that a member did anew, by the rules in force.
    func recount(_ turn: inout Turn, _ transaction: borrowing Transaction) throws {
        let definitions = turn.section.definitions
        let count = try countAll(of: &turn, transaction.reads)
        try transaction.forgetCounts(of: turn.member)
        turn.counters = MemberCounters(ofNew: turn.member, by: definitions)
        for number in definitions.measures.keys { turn.changed[number] = [] }
        var growth: [CalendarDay: Int64] = [:]
        for (place, value) in count.values {
            let number = Definitions.number(of: place.measure)
            let stored = CounterPlace(
                member: turn.member,
                measure: number,
                period: place.period
            )
            try turn.counters.put(value, at: stored, transaction)
            turn.changed[number, default: []].insert(place.period)
            for mark in count.marks[place] ?? [] { try transaction.put(mark, at: stored) }
            for rule in definitions.measures[number]?.growth ?? [] {
                let day = CalendarDay(daysSinceEpoch: place.period)
                growth[day] = (growth[day] ?? 0).addingClamped(rule.growth(of: value))
            }
        }
        for (number, counted) in definitions.measures where counted.measure.span.isPeriodic {
            let best = CounterPlace(
                member: turn.member,
                measure: number,
                period: CounterPlace.best
            )
            let value = count.best(of: counted.measure)
            if value > 0 { try turn.counters.put(value, at: best, transaction) }
        }
        for (day, growth) in growth where growth != 0 {
            try transaction.grow(turn.member, by: growth, on: day)
        }
        try rank(count, turn, transaction)
        turn.standing.lifeGrowth = growth.values.reduce(0) { $0.addingClamped($1) }
        turn.standing.stamp = definitions.stamp
        turn.standing.level.bringReviewForward(from: turn.climbDay, by: turn.section.levels.rules)
    }
}
