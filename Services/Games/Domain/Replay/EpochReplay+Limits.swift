import Primitives

extension EpochReplay {
    /// A play that counts against limits, or, with a count below 0, counts no longer.
    struct CountedPlay: Hashable {
        /// Its first nonce, or 0 where it was refused.
        let nonce: Int64
        let count: Int64
        let period: PlayPeriod
        /// Whether it counts in a later period than that in which it began.
        let isMoved: Bool
        /// The limits of the version that it followed.
        let limits: PlayLimits
    }

    /// The first play of a player over each limit, by the limits of its own version.
    ///
    /// Plays began in the order of their nonces. What was given back is taken off first, so that
    /// nothing is found that could have been.
    func overLimits(_ made: [CountedPlay], of player: Key) -> [ReplayFinding<Key>] {
        let opening = openingPlayers[player]
        var days: [Int64: Int64] = [:]
        var hours: [Int64: Int64] = [:]
        var all = opening?.reserved ?? 0
        if let opening {
            days[opening.onDay.period] = opening.onDay.count
            hours[opening.inHour.period] = opening.inHour.count
        }
        var found: [PlayLimit: ReplayFinding<Key>] = [:]
        for play in made.sorted(by: { $0.nonce < $1.nonce }) {
            let day = play.period.day.daysSinceEpoch
            days[day] = (days[day] ?? 0).clampedSum(play.count)
            hours[play.period.hour] = (hours[play.period.hour] ?? 0).clampedSum(play.count)
            all = all.clampedSum(play.count)
            let counts: [(PlayLimit, Int64?)] = [
                (.hour, hours[play.period.hour]), (.day, days[day]), (.campaign, all),
            ]
            for (limit, count) in counts where play.count > 0 && found[limit] == nil {
                guard let most = play.limits.most(limit), let count, count > most else { continue }
                let fault = ReplayFault.overLimit(limit, most: most, made: count)
                found[limit] = ReplayFinding(player, play.nonce, fault)
            }
        }
        return PlayLimit.allCases.compactMap { found[$0] }
    }

    /// Whether all members together have played more than the loosest limit of their versions.
    var overTotal: ReplayFinding<Key>? {
        let all = plays.values.flatMap { $0 }
        let limits = all.filter { $0.count > 0 }.map(\.limits.total)
        let total = all.reduce(openingReserved) { $0.clampedSum($1.count) }
        guard !limits.contains(nil), let most = limits.compactMap({ $0 }).max(), total > most
        else { return nil }
        return ReplayFinding(nil, nil, .overLimit(.total, most: most, made: total))
    }
}
