import Primitives

/// Why a make-up, or its reversal, is refused.
package enum MakeUpRefusal: Error, Hashable, Sendable {
    /// The programme has no make-ups.
    case notOffered
    /// The day is not over; it can be missed from an instant on.
    case notOver(ends: Instant)
    /// The day is before the member's first, which is named if there is one.
    case beforeFirst(CalendarDay?)
    /// The day is too long ago; the first day that can be repaired now is named.
    case windowClosed(first: CalendarDay)
    /// The day was not missed, or is made up already.
    case notMissed(DayState)
    /// The day is being repaired by another make-up.
    case underWay(TimeOrderedID)
    /// As many repairs as can be were made this month; the next can be from an instant on.
    case limitReached(most: Int64, resetsAt: Instant)
    /// There is no such make-up, or it is not done, so that nothing can be undone.
    case notDone(MakeUp.State?)
}

/// What a make-up did.
package struct MakeUpOutcome: Hashable, Sendable {
    /// The make-up, done.
    package let makeUp: MakeUp
    /// What it earns: the made-up day's award, and what the joined streak or the month has
    /// reached by it; nothing is multiplied.
    package let award: DayAward
    /// What is being taken back of that which it earns, and has to be before it is handed out.
    package let takeBacks: [TakeBack]
    /// The streak now.
    package let streak: Streak
}

/// What the reversal of a make-up did.
package struct MakeUpReversal: Hashable, Sendable {
    /// The make-up, reversed; what was paid for it is returned.
    package let makeUp: MakeUp
    /// What the make-up had been granted and is taken back: assets, and freezes that were held.
    package let takenBack: [Grant]
    /// What it had been granted and cannot be taken back: goods, and freezes that are used up;
    /// these grants stand on, so that none is made again.
    package let kept: [Grant]
    /// The streak now.
    package let streak: Streak
}
