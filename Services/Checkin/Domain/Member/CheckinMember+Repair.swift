import Primitives

extension CheckinMember {
    /// Repairs the day of a make-up that was paid, which cannot be refused.
    ///
    /// - Parameters:
    ///   - id: The make-up.
    ///   - now: The instant that it is.
    ///   - terms: The rules that were in force when it began, which say what it earns; nil where
    ///     they are still in force.
    ///   - rules: The rules in force, which decide days.
    /// - Returns: What was done, or nil where the make-up is not pending and nothing is changed.
    package mutating func finishMakeUp(
        _ id: TimeOrderedID,
        at now: Instant,
        begunUnder terms: CheckinRules? = nil,
        _ rules: CheckinRules
    ) -> MakeUpOutcome? {
        settle(to: now, rules)
        guard var makeUp = makeUps.first(where: { $0.id == id }), makeUp.state == .pending else {
            return nil
        }
        makeUp.state = .done
        set(makeUp)
        let joined = join(makeUp.day, rules)
        month.correct(makeUp.day, by: 1)
        let grants = grantsOfMakeUp(
            makeUp,
            joined,
            terms ?? rules,
            room: freezes.room(rules.freezes)
        )
        for grant in grants { add(grant) }
        // What stands above the streak in the run that went before is unknown to the count.
        if joined.isOpen { highestGrant = max(highestGrant, joined.highestGrant) }
        freezes.give(grants.reduce(0) { $0 + $1.freezes })
        tell(.madeUp(id), makeUp.day, at: now)
        let parts = grants.map {
            DayAward.Part(source: $0.source, reach: $0.reach, items: $0.items)
        }
        let award = DayAward(parts, room: .max)
        return MakeUpOutcome(
            makeUp: makeUp,
            award: award,
            takeBacks: withheld(award, on: makeUp.day) { joined.contains($0) },
            streak: streak
        )
    }

    /// Undoes a make-up: the day is missed again, and what this make-up was granted is taken
    /// back, as far as that can be; later check-ins keep theirs.
    ///
    /// - Parameters:
    ///   - id: The make-up.
    ///   - now: The instant that it is.
    ///   - rules: The rules in force.
    /// - Returns: What was done.
    /// - Throws: `.notDone`; then nothing is undone.
    package mutating func reverseMakeUp(
        _ id: TimeOrderedID,
        at now: Instant,
        _ rules: CheckinRules
    ) throws(MakeUpRefusal) -> MakeUpReversal {
        settle(to: now, rules)
        guard var makeUp = makeUps.first(where: { $0.id == id }), makeUp.state == .done else {
            throw .notDone(makeUps.first { $0.id == id }?.state)
        }
        makeUp.state = .reversed
        set(makeUp)
        let decided = DecidedDays(days: days, streak: streak, today: today)
        let before = streak(before: makeUp.day, as: decided, rules)
        days.removeAll { $0.day == makeUp.day }
        changes.remove(makeUp.day)
        replay(after: makeUp.day, before.after(missed: 1, rules.loss), as: decided, rules)
        month.correct(makeUp.day, by: -1)
        let (takenBack, kept) = takeBack(grantsOf: id)
        tell(.makeUpReversed(id), makeUp.day, at: now)
        return MakeUpReversal(
            makeUp: makeUp,
            takenBack: takenBack,
            kept: kept,
            streak: streak
        )
    }
}
