import Primitives

/// Why a freeze is refused.
package enum FreezeRefusal: Error, Hashable, Sendable {
    /// The programme has no freezes, or sells none.
    case notOffered
    /// The member holds, or is paying for, as many as it may.
    case limitReached(most: Int64, held: Int64, reserved: Int64)
}

extension CheckinMember {
    /// Keeps a place for a freeze that is to be paid.
    ///
    /// - Parameters:
    ///   - now: The instant that it is.
    ///   - rules: The rules in force.
    /// - Returns: What it costs.
    /// - Throws: `.notOffered` or `.limitReached`; then no place is kept.
    package mutating func reserveFreeze(
        at now: Instant,
        _ rules: CheckinRules
    ) throws(FreezeRefusal) -> Cost {
        settle(to: now, rules)
        guard let price = rules.freezes?.price else { throw .notOffered }
        try requireRoom(for: 1, rules)
        freezes.reserve()
        return price
    }

    /// Hands out a freeze that was paid; it covers days that end from now on.
    ///
    /// It is to be called once for each place that was kept.
    package mutating func finishFreeze(at now: Instant, _ rules: CheckinRules) {
        settle(to: now, rules)
        freezes.giveBack()
        freezes.give(1)
    }

    /// Gives the place back of a freeze that could not be paid.
    package mutating func giveBackFreeze(at now: Instant, _ rules: CheckinRules) {
        settle(to: now, rules)
        freezes.giveBack()
    }

    /// Gives freezes, all or none; they cover days that end from now on.
    ///
    /// - Parameters:
    ///   - count: How many, from 1 on.
    ///   - now: The instant that it is.
    ///   - rules: The rules in force.
    /// - Throws: `.notOffered` or `.limitReached`; then none is given.
    package mutating func giveFreezes(
        _ count: Int64,
        at now: Instant,
        _ rules: CheckinRules
    ) throws(FreezeRefusal) {
        settle(to: now, rules)
        guard rules.freezes != nil else { throw .notOffered }
        guard count > 0 else { return }
        try requireRoom(for: count, rules)
        freezes.give(count)
    }

    private func requireRoom(
        for count: Int64,
        _ rules: CheckinRules
    ) throws(FreezeRefusal) {
        guard freezes.room(rules.freezes) < count else { return }
        throw .limitReached(
            most: rules.freezes?.most ?? 0,
            held: freezes.held,
            reserved: freezes.reserved
        )
    }
}
