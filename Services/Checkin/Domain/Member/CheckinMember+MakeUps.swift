import Primitives

extension CheckinMember {
    /// Begins the repair of a missed day: reserves the day and a place in the month.
    ///
    /// - Parameters:
    ///   - id: The make-up's name, which is new.
    ///   - day: The day.
    ///   - now: The instant that it is.
    ///   - rules: The rules in force.
    /// - Returns: The make-up, pending, with what it costs.
    /// - Throws: `.notOffered`, `.notOver`, `.beforeFirst`, `.windowClosed`, `.notMissed`,
    ///   `.underWay` or `.limitReached`, in this order; then nothing is reserved.
    package mutating func reserveMakeUp(
        _ id: TimeOrderedID,
        of day: CalendarDay,
        at now: Instant,
        _ rules: CheckinRules
    ) throws(MakeUpRefusal) -> MakeUp {
        settle(to: now, rules)
        guard let terms = rules.makeUps else { throw .notOffered }
        try requireMissed(day, terms, rules)
        let month = rules.programmeDay(at: now).month
        let made = makeUpsMade(in: month)
        guard made < terms.perMonth else {
            let resetsAt = rules.zone.start(
                of: month.following.firstDay,
                dayStartMs: rules.dayStartMs
            )
            throw .limitReached(most: terms.perMonth, resetsAt: resetsAt)
        }
        let makeUp = MakeUp(
            id: id,
            day: day,
            month: month,
            costs: terms.costs(after: made),
            state: .pending
        )
        set(makeUp)
        return makeUp
    }

    /// Gives back what a make-up had reserved that could not be paid.
    ///
    /// - Parameters:
    ///   - id: The make-up.
    ///   - now: The instant that it is.
    ///   - rules: The rules in force.
    /// - Returns: The make-up, refused, or nil where it is not pending and nothing is changed.
    package mutating func giveBackMakeUp(
        _ id: TimeOrderedID,
        at now: Instant,
        _ rules: CheckinRules
    ) -> MakeUp? {
        settle(to: now, rules)
        guard var makeUp = makeUps.first(where: { $0.id == id }), makeUp.state == .pending else {
            return nil
        }
        makeUp.state = .refused
        set(makeUp)
        return makeUp
    }

    /// How many make-ups take a place in a month of the programme's zone.
    package func makeUpsMade(in month: CalendarMonth) -> Int64 {
        Int64(makeUps.count { $0.month == month && $0.counts })
    }

    private func requireMissed(
        _ day: CalendarDay,
        _ terms: MakeUpRules,
        _ rules: CheckinRules
    ) throws(MakeUpRefusal) {
        guard day < today else {
            throw .notOver(ends: clock.end(of: day, dayStartMs: rules.dayStartMs))
        }
        guard let firstDay, day >= firstDay else { throw .beforeFirst(firstDay) }
        let first = today.adding(-terms.windowDays)
        guard day >= first else { throw .windowClosed(first: max(first, firstDay)) }
        if let record = days.last(where: { $0.day == day }) { throw .notMissed(record.state) }
        if let other = makeUps.first(where: { $0.day == day && $0.state == .pending }) {
            throw .underWay(other.id)
        }
    }

    /// Writes a make-up.
    mutating func set(_ makeUp: MakeUp) {
        changes.makeUps[makeUp.id] = makeUp
        guard let index = makeUps.firstIndex(where: { $0.id == makeUp.id }) else {
            return makeUps.append(makeUp)
        }
        makeUps[index] = makeUp
    }
}
