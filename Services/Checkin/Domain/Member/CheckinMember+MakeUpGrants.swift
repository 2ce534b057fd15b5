import Primitives

extension CheckinMember {
    /// What a make-up is granted: the day's award, the lengths that the joined streak has reached
    /// by it and that do not stand in it, and what the month has reached by it.
    func grantsOfMakeUp(
        _ makeUp: MakeUp,
        _ joined: JoinedStreak,
        _ rules: CheckinRules,
        room: Int64
    ) -> [Grant] {
        var room = room
        var granted: [Grant] = []
        func grant(_ source: AwardSource, _ reach: Int64, _ award: Award) {
            let grant = Grant(
                source: source,
                reach: reach,
                day: makeUp.day,
                makeUp: makeUp.id,
                items: award.limited(toFreezes: room)
            )
            room -= grant.freezes
            granted.append(grant)
        }
        let hasOwn = grants.contains { $0.source == .makeUp && $0.day == makeUp.day }
        if let award = rules.makeUps?.award, !award.items.isEmpty, !hasOwn {
            grant(.makeUp, 0, award)
        }
        for milestone in rules.milestones {
            for reach in milestone.reached(above: joined.oldPeak, upTo: joined.newPeak) {
                let stands = grants.contains {
                    $0.source == milestone.source && $0.reach == reach && joined.contains($0.day)
                }
                if !stands { grant(milestone.source, reach, milestone.award) }
            }
        }
        let month = makeUp.day.month
        let count = Int64(days.count { $0.state.counts && $0.day.month == month })
        for award in cumulativeAwards(of: count, in: month, rules) {
            grant(.cumulative(days: award.days), award.days, award.award)
        }
        return granted
    }

    /// Takes back what a make-up was granted, as far as that can be: assets, and freezes that are
    /// still held.
    ///
    /// What is left of a grant stands on, so that it is not granted a second time: on the day that
    /// is missed again, and that of a milestone beside the first day that counts after it.
    mutating func takeBack(
        grantsOf makeUp: TimeOrderedID
    ) -> (takenBack: [Grant], kept: [Grant]) {
        let granted = grants.filter { $0.makeUp == makeUp }
        grants.removeAll { $0.makeUp == makeUp }
        changes.takenBack += granted
        var takenBack: [Grant] = []
        var kept: [Grant] = []
        for grant in granted {
            noteReach(of: grant)
            var taken: [Award.Item] = []
            var left: [Award.Item] = []
            for item in grant.items {
                let count = takeBack(item)
                if count > 0 { taken.append(item.with(count: count)) }
                if count < item.count { left.append(item.with(count: item.count - count)) }
            }
            if !taken.isEmpty { takenBack.append(grant.with(taken)) }
            if !left.isEmpty { kept.append(keep(grant, left)) }
        }
        for grant in kept { haveStand(grant) }
        return (takenBack, kept)
    }

    /// Has stand on what a reversal had taken back, as it turns out that it cannot be taken back:
    /// it must not be granted a second time.
    ///
    /// Where a make-up of the same day was granted the same again meanwhile, that stands in its
    /// place: it waits behind the reversal, and may be taken back itself.
    ///
    /// - Parameters:
    ///   - granted: What one make-up was granted; the days since `daysNeeded(toRepair:)` of its day
    ///     and the standing grants since `grantsNeeded(toRepair:)` are loaded.
    ///   - now: The instant that it is.
    ///   - rules: The rules in force.
    /// - Returns: The same, each on the day on which it stands.
    @discardableResult
    package mutating func keepOn(
        _ granted: [Grant],
        at now: Instant,
        _ rules: CheckinRules
    ) -> [Grant] {
        settle(to: now, rules)
        let kept = granted.map { keep($0, $0.items) }
        for grant in kept { haveStand(grant) }
        return kept
    }

    /// Adds what is left of a grant, unless one for the same stands on that day already, as what
    /// two make-ups were granted there.
    private mutating func haveStand(_ grant: Grant) {
        let stands = grants.contains {
            $0.source == grant.source && $0.reach == grant.reach && $0.day == grant.day
        }
        if !stands { add(grant) }
    }

    private func keep(_ grant: Grant, _ items: [Award.Item]) -> Grant {
        Grant(
            source: grant.source,
            reach: grant.reach,
            day: grant.source.isMilestone ? lastIdleDay(from: grant.day) : grant.day,
            items: items
        )
    }

    /// Takes an item back, and answers how much of it.
    private mutating func takeBack(_ item: Award.Item) -> Int64 {
        switch item {
        case .asset: item.count
        case .freezes(let count): freezes.take(count)
        case .goods: 0
        }
    }
}

extension Grant {
    /// The grant with other items.
    fileprivate func with(_ items: [Award.Item]) -> Grant {
        Grant(source: source, reach: reach, day: day, makeUp: makeUp, items: items)
    }

    /// How many freezes were handed out.
    var freezes: Int64 {
        items.reduce(0) { sum, item in
            if case .freezes(let count) = item { sum + count } else { sum }
        }
    }
}

extension Award {
    /// Its items, with so many freezes at most.
    func limited(toFreezes room: Int64) -> [Item] {
        var room = room
        return items.compactMap { item in
            guard case .freezes(let count) = item else { return item }
            let given = max(0, min(count, room))
            room -= given
            return given > 0 ? .freezes(given) : nil
        }
    }
}
