import Primitives

extension EpochReplay {
    /// Looks at the epoch as a whole: whether nonces are missing, and limits kept.
    ///
    /// - Parameters:
    ///   - limits: The limits of the rules in force.
    ///   - settledLater: The nonces of this epoch that were settled in a later one.
    /// - Returns: What is not right, in no order of players.
    package func finish(
        _ limits: PlayLimits,
        settledLater: [Key: [ClosedRange<Int64>]] = [:]
    ) -> [ReplayFinding<Key>] {
        var findings: [ReplayFinding<Key>] = []
        for player in Set(nonces.keys).union(settledLater.keys) {
            let ranges = (nonces[player] ?? []) + (settledLater[player] ?? [])
            findings += Self.gaps(in: ranges).map { ReplayFinding(player, $0.nonce, $0.fault) }
        }
        for (player, made) in plays {
            findings += overLimits(made, of: player, limits).map { ReplayFinding(player, nil, $0) }
        }
        let total = plays.values.reduce(openingReserved) { sum, made in
            made.reduce(sum) { $0.clampedSum($1.count) }
        }
        if let most = limits.total, total > most {
            findings.append(ReplayFinding(nil, nil, .overLimit(.total, most: most, made: total)))
        }
        return findings
    }

    /// Nonces that are missing or stand twice, the first of each stretch.
    private static func gaps(
        in ranges: [ClosedRange<Int64>]
    ) -> [(nonce: Int64, fault: ReplayFault)] {
        var next: Int64 = 1
        var found: [(nonce: Int64, fault: ReplayFault)] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { found.append((next, .missing)) }
            if range.lowerBound < next { found.append((range.lowerBound, .repeated)) }
            next = max(next, range.upperBound.clampedSum(1))
        }
        return found
    }

    private func overLimits(
        _ made: [CountedPlay],
        of player: Key,
        _ limits: PlayLimits
    ) -> [ReplayFault] {
        let opening = openingPlayers[player]
        var days: [Int64: Int64] = [:]
        var hours: [Int64: Int64] = [:]
        if let opening {
            days[opening.onDay.period] = opening.onDay.count
            hours[opening.inHour.period] = opening.inHour.count
        }
        var all = opening?.reserved ?? 0
        for play in made {
            let day = play.period.day.daysSinceEpoch
            days[day] = (days[day] ?? 0).clampedSum(play.count)
            hours[play.period.hour] = (hours[play.period.hour] ?? 0).clampedSum(play.count)
            all = all.clampedSum(play.count)
        }
        let counts: [(PlayLimit, Int64)] = [
            (.hour, hours.values.max() ?? 0), (.day, days.values.max() ?? 0), (.campaign, all),
        ]
        return counts.compactMap { limit, count in
            guard let most = limits.most(limit), count > most else { return nil }
            return .overLimit(limit, most: most, made: count)
        }
    }
}
