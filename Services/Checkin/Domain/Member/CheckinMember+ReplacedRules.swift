import Primitives

/// Rules that others have replaced.
package struct ReplacedRules: Hashable, Sendable {
    /// What was in force.
    package let rules: CheckinRules
    /// When others were published; what ended at this instant was still decided by these.
    package let until: Instant

    /// Joins rules and the instant of their end.
    package init(_ rules: CheckinRules, until: Instant) {
        self.rules = rules
        self.until = until
    }
}

extension CheckinMember {
    /// Whether by an instant a day may have ended, as the rules of its end say that it has.
    ///
    /// It counts without a streak too: rules that begin the day later must not open a day again
    /// that has ended.
    package func mayHangOnReplacedRules(at now: Instant) -> Bool {
        // Under no rules does a day end before one that begins at midnight.
        firstDay != nil && clock.end(of: today, dayStartMs: 0) <= now
    }

    /// Decides the days that ended before the rules in force were published by those that were in
    /// force then, however late that is done.
    ///
    /// - Parameters:
    ///   - replaced: All rules that were replaced after `clock.openedAt`, in their order; those
    ///     that stay in force beyond `now` decide until then.
    ///   - now: The instant that it is.
    package mutating func settle(by replaced: [ReplacedRules], at now: Instant) {
        for past in replaced where mayHangOnReplacedRules(at: now) {
            settle(to: min(past.until, now), past.rules)
        }
    }
}
