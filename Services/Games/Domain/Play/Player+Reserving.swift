import Primitives

extension Player {
    /// Counts what a play reserves: limits, free chances and nonces.
    package mutating func reserve(_ reservation: PlayReservation) {
        let count = reservation.count
        let day = reservation.period.day.daysSinceEpoch
        if case .chances(let daily, let kept) = reservation.payment {
            freeUsed.add(daily, in: day)
            chances = chances.clampedDifference(kept)
        }
        nonces.add(count, in: reservation.epoch)
        reserved = reserved.clampedSum(count)
        onDay.add(count, in: day)
        inHour.add(count, in: reservation.period.hour)
    }

    /// Counts back what a play had reserved whose charge was refused; its nonces stay used.
    package mutating func giveBack(_ reservation: PlayReservation) {
        let count = reservation.count
        let day = reservation.period.day.daysSinceEpoch
        if case .chances(let daily, let kept) = reservation.payment {
            freeUsed.takeBack(daily, in: day)
            chances = chances.clampedSum(kept)
        }
        reserved = max(0, reserved.clampedDifference(count))
        onDay.takeBack(count, in: day)
        inHour.takeBack(count, in: reservation.period.hour)
    }

    /// Keeps free chances that were won.
    package mutating func receive(_ reward: Reward) {
        if case .chances(let count) = reward { chances = chances.clampedSum(count) }
    }
}
