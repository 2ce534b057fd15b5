import Primitives

extension GameTerms {
    /// Reserves limits, chances and nonces for a play.
    ///
    /// - Throws: `PlayRefusal`, with nothing changed.
    func reserve(
        _ request: PlayRequest,
        _ state: inout GameState,
        _ player: inout Player
    ) throws(PlayRefusal) -> PlayReservation {
        try admit(request)
        let newest = player.nonces.period
        if request.epoch < newest { throw .epochOver(newest: newest) }
        let period = PlayPeriod(at: request.now, in: zone, notBefore: player)
        if let limit = limitReached(request, period, state, player) { throw limit }
        let payment = try payment(for: request, on: period.day, player)
        let reservation = PlayReservation(
            count: request.count,
            epoch: request.epoch,
            firstNonce: player.nextNonce(in: request.epoch),
            begun: request.now,
            period: period,
            level: request.traits.level,
            payment: payment
        )
        player.reserve(reservation)
        state.reserved = state.reserved.clampedSum(request.count)
        return reservation
    }

    /// Gives back what a play had reserved whose charge was refused; its nonces stay used.
    func giveBack(
        _ reservation: PlayReservation,
        _ state: inout GameState,
        _ player: inout Player
    ) {
        player.giveBack(reservation)
        state.reserved = max(0, state.reserved.clampedDifference(reservation.count))
    }

    private func admit(_ request: PlayRequest) throws(PlayRefusal) {
        if let from = window.from, request.now < from { throw .notYetOpen(opens: from) }
        if let until = window.until, request.now >= until { throw .closed(since: until) }
        let unmet = eligibility.unmet(by: request.traits, on: zone.day(of: request.now))
        if !unmet.isEmpty { throw .notEligible(unmet) }
    }

    /// The first limit, the shortest first, that leaves too little.
    private func limitReached(
        _ request: PlayRequest,
        _ period: PlayPeriod,
        _ state: GameState,
        _ player: Player
    ) -> PlayRefusal? {
        for limit in PlayLimit.allCases {
            guard let most = limits.most(limit) else { continue }
            let used = limits.used(limit, in: period, state, player)
            let left = max(0, most.clampedDifference(used))
            if request.count > left {
                let resetsAt = reset(of: limit, in: period)
                return .limitReached(limit, most: most, left: left, resetsAt: resetsAt)
            }
        }
        return nil
    }

    /// When what is used of a limit counts no longer, or nil where it always does.
    package func reset(of limit: PlayLimit, in period: PlayPeriod) -> Instant? {
        switch limit {
        case .hour: period.endOfHour(in: zone)
        case .day: zone.start(of: period.day.following)
        case .campaign, .total: nil
        }
    }

    private func payment(
        for request: PlayRequest,
        on day: CalendarDay,
        _ player: Player
    ) throws(PlayRefusal) -> PlayReservation.Payment {
        let left = player.chancesLeft(on: day, free)
        if left >= request.count {
            let daily = min(request.count, player.dailyLeft(on: day, free))
            return .chances(daily: daily, kept: request.count - daily)
        }
        guard costs.isEmpty else { return .charge(costs.map { $0.times(request.count) }) }
        let resetsAt = free.perDay > 0 ? zone.start(of: day.following) : nil
        throw .noChances(left: left, resetsAt: resetsAt)
    }
}

extension PlayLimits {
    /// The most that a limit allows, or nil where there is none.
    package func most(_ limit: PlayLimit) -> Int64? {
        switch limit {
        case .hour: perHour
        case .day: perDay
        case .campaign: perCampaign
        case .total: total
        }
    }

    /// How much of a limit is used in a period.
    package func used(
        _ limit: PlayLimit,
        in period: PlayPeriod,
        _ state: GameState,
        _ player: Player
    ) -> Int64 {
        switch limit {
        case .hour: player.inHour.count(in: period.hour)
        case .day: player.onDay.count(in: period.day.daysSinceEpoch)
        case .campaign: player.reserved
        case .total: state.reserved
        }
    }
}
