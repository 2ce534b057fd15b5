import Primitives

/// How points come back to the places that they came out of, on a day and by a policy.
package struct Return: Hashable, Sendable {
    /// The day of return in the programme's zone.
    package let today: CalendarDay
    /// What becomes of points whose lot has ended.
    package let policy: ReturnPolicy

    /// Returns on a day, by a policy.
    package init(on today: CalendarDay, _ policy: ReturnPolicy) {
        self.today = today
        self.policy = policy
    }

    /// Where points go that came out of a place.
    ///
    /// What was extended once keeps its day, so that no cycle of spending and returning lengthens
    /// a point's life twice.
    func place(of source: Posting.Place) -> Posting.Place {
        guard case .lot(let key) = source, key.hasEnded(on: today) else { return source }
        switch policy {
        case .extend(let days) where !key.isExtended:
            let day = CalendarDay(daysSinceEpoch: today.daysSinceEpoch + days)
            return .lot(LotKey(lastDay: day, isExtended: true))
        case .extend, .forfeit: return .lapsed(key)
        }
    }
}
