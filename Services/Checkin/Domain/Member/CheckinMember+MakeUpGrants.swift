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
        if let award = rules.makeUps?.award, !award.items.isEmpty { grant(.makeUp, 0, award) }
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
}

extension Grant {
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
