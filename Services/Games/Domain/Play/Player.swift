import Primitives

/// What one game knows of one member.
package struct Player: Hashable, Sendable {
    /// How many draws or rounds were drawn; what is reserved and not yet drawn does not count.
    package internal(set) var draws: Int64
    /// How many were reserved, drawn ones included, in all.
    package internal(set) var reserved: Int64
    /// How many of these began on the newest day, by days since 1970-01-01.
    package internal(set) var onDay: PeriodCount
    /// How many of these began in the newest hour, by `PlayPeriod.hour`.
    package internal(set) var inHour: PeriodCount
    /// How many of the newest day's free chances are used.
    package internal(set) var freeUsed: PeriodCount
    /// How many free chances are kept besides: those of the start, and those that were won.
    package internal(set) var chances: Int64
    /// For each pool that ever counted, the draws since a prize of its tier or better was given.
    package internal(set) var pity: [PoolID: Int64]
    /// How many of each prize were given.
    package internal(set) var prizes: [PrizeID: Int64]
    /// How many nonces of the newest epoch are used, by the epoch's number.
    package internal(set) var nonces: PeriodCount

    /// The player as it was stored.
    package init(
        draws: Int64,
        reserved: Int64,
        onDay: PeriodCount,
        inHour: PeriodCount,
        freeUsed: PeriodCount,
        chances: Int64,
        pity: [PoolID: Int64],
        prizes: [PrizeID: Int64],
        nonces: PeriodCount
    ) {
        self.draws = draws
        self.reserved = reserved
        self.onDay = onDay
        self.inHour = inHour
        self.freeUsed = freeUsed
        self.chances = chances
        self.pity = pity
        self.prizes = prizes
        self.nonces = nonces
    }

    /// A player that is new to a game.
    package init(newTo terms: GameTerms) {
        self.init(
            draws: 0,
            reserved: 0,
            onDay: PeriodCount(),
            inHour: PeriodCount(),
            freeUsed: PeriodCount(),
            chances: terms.free.atStart,
            pity: [:],
            prizes: [:],
            nonces: PeriodCount()
        )
    }

    /// The nonce of the next draw in an epoch, from 1 on.
    package func nextNonce(in epoch: Int64) -> Int64 { nonces.count(in: epoch).clampedSum(1) }

    /// How many free chances the player has on a day.
    package func chancesLeft(on day: CalendarDay, _ free: FreeChances) -> Int64 {
        dailyLeft(on: day, free).clampedSum(max(0, chances))
    }

    func dailyLeft(on day: CalendarDay, _ free: FreeChances) -> Int64 {
        max(0, free.perDay.clampedDifference(freeUsed.count(in: day.daysSinceEpoch)))
    }

    mutating func take(_ prize: PrizeID) {
        prizes[prize] = (prizes[prize] ?? 0).clampedSum(1)
    }

    mutating func putBack(_ number: Int64, of prize: PrizeID) {
        prizes[prize] = max(0, (prizes[prize] ?? 0).clampedDifference(number))
    }
}
