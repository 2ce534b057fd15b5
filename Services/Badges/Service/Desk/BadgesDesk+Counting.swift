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
            let former = try transaction.reads.value(at: place)
            let value = try self.value(
                after: part,
                times: times,
                of: counted.measure,
                was: former,
                at: place,
                transaction
            )
            guard value != former else { continue }
            try transaction.put(value, at: place)
            if counted.measure.span.isPeriodic {
                try bringBest(from: former, to: value, at: place, transaction)
            }
            turn.changed[counted.number, default: []].insert(part.period)
            try rank(value, by: counted, part, of: event, turn, transaction)
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
        _ transaction: borrowing Transaction
    ) throws {
        let best = try transaction.reads.value(at: place.ofBest)
        if value > best {
            try transaction.put(value, at: place.ofBest)
        } else if former == best, value < former {
            try transaction.put(try transaction.reads.largest(of: place), at: place.ofBest)
        }
    }

    /// Counts all that a member did anew, by the rules in force.
    func recount(_ turn: inout Turn, _ transaction: borrowing Transaction) throws {
        let definitions = turn.section.definitions
        var tally = EventTally(by: definitions.measures.values.map(\.measure))
        try transaction.reads.eachStandingEvent(of: turn.member) { tally.add($0) }
        turn.eventsRead = tally.events
        let count = MemberCount(tally)
        try transaction.forgetCounts(of: turn.member)
        for number in definitions.measures.keys { turn.changed[number] = [] }
        var growth: [CalendarDay: Int64] = [:]
        for (place, value) in count.values {
            let number = Definitions.number(of: place.measure)
            let stored = CounterPlace(
                member: turn.member,
                measure: number,
                period: place.period
            )
            try transaction.put(value, at: stored)
            turn.changed[number, default: []].insert(place.period)
            for mark in count.marks[place] ?? [] { try transaction.put(mark, at: stored) }
            for rule in definitions.measures[number]?.growth ?? [] {
                let day = CalendarDay(daysSinceEpoch: place.period)
                let sum = growth[day] ?? 0
                growth[day] = sum.addingClamped(rule.growth(of: value))
            }
        }
        for (number, counted) in definitions.measures where counted.measure.span.isPeriodic {
            let best = CounterPlace(
                member: turn.member,
                measure: number,
                period: CounterPlace.best
            )
            let value = count.best(of: counted.measure)
            if value > 0 { try transaction.put(value, at: best) }
        }
        for (day, growth) in growth where growth != 0 {
            try transaction.grow(turn.member, by: growth, on: day)
        }
        try rank(count, turn, transaction)
        turn.standing.lifeGrowth = growth.values.reduce(0) { $0.addingClamped($1) }
        turn.standing.stamp = definitions.stamp
    }
}
