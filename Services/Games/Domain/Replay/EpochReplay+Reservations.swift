import Primitives

extension EpochReplay {
    /// Notes a play: its nonces, when it was settled, and what of it counts against limits.
    ///
    /// - Parameters:
    ///   - reservation: What its first step had reserved.
    ///   - player: Whose it was.
    ///   - settledAt: When it was settled.
    ///   - isRefused: Whether its charge was refused.
    ///   - terms: The terms of the version that it followed.
    /// - Returns: What is not right with its reservation.
    mutating func note(
        _ reservation: PlayReservation,
        of player: Key,
        settledAt: Instant,
        isRefused: Bool,
        by terms: GameTerms
    ) -> [ReplayFault] {
        let own = PlayPeriod(at: reservation.begun, in: terms.zone)
        var faults = Self.faults(of: reservation, settledAt: settledAt, own, by: terms)
        if reservation.epoch > epoch { faults.append(.epoch(expected: epoch)) }
        if settledAt < latest { faults.append(.outOfOrder(settledAt, after: latest)) }
        latest = max(latest, settledAt)
        begun[player, default: []].insert(own)
        if reservation.epoch == epoch { nonces[player, default: []].append(reservation.nonces) }
        // What began in an epoch before is counted in the opening state, and no longer where it
        // was refused.
        guard (reservation.epoch < epoch) == isRefused else { return faults }
        let count = isRefused ? Int64(0).clampedDifference(reservation.count) : reservation.count
        plays[player, default: []].append(
            CountedPlay(
                nonce: isRefused ? 0 : reservation.firstNonce,
                count: count,
                period: reservation.period,
                isMoved: !isRefused && reservation.period != own,
                limits: terms.limits
            )
        )
        return faults
    }

    private static func faults(
        of reservation: PlayReservation,
        settledAt: Instant,
        _ own: PlayPeriod,
        by terms: GameTerms
    ) -> [ReplayFault] {
        let begun = reservation.begun
        let period = reservation.period
        var faults: [ReplayFault] = []
        if !terms.window.contains(begun) { faults.append(.begunOutside(begun)) }
        if settledAt < begun { faults.append(.settledBefore(begun: begun)) }
        let firstHour = period.day.daysSinceEpoch.clampedProduct(24)
        let isHourOfDay = (0..<24).contains(period.hour.clampedDifference(firstHour))
        if period.day.daysSinceEpoch < own.day.daysSinceEpoch || period.hour < own.hour
            || !isHourOfDay
        {
            faults.append(.period(expected: own, recorded: period))
        }
        return faults
    }

    /// The plays that count in a later period than their own, though the player is not known to
    /// have played in that one.
    func unfounded(_ made: [CountedPlay], of player: Key) -> [ReplayFinding<Key>] {
        let opening = openingPlayers[player]
        return made.compactMap { play in
            let isOpening =
                opening?.onDay.period == play.period.day.daysSinceEpoch
                && opening?.inHour.period == play.period.hour
            guard play.isMoved, !isOpening, begun[player]?.contains(play.period) != true else {
                return nil
            }
            return ReplayFinding(player, play.nonce, .unfoundedPeriod(play.period))
        }
    }
}
