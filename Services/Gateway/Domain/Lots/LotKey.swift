import Primitives

/// Which lot of an asset: all points that end with one day, extended ones apart.
package struct LotKey: Hashable, Sendable {
    /// The last day on which the points can be spent, or nil where they never expire.
    package let lastDay: CalendarDay?
    /// Whether the points were returned after their lot had ended and got this day instead.
    package let isExtended: Bool

    /// Names a lot.
    package init(lastDay: CalendarDay?, isExtended: Bool = false) {
        self.lastDay = lastDay
        self.isExtended = isExtended
    }

    /// The lot of points that never expire.
    package static let never = LotKey(lastDay: nil)

    /// Whether the lot's last day lies before a day.
    package func hasEnded(on today: CalendarDay) -> Bool {
        lastDay.map { $0 < today } ?? false
    }

    /// When the lot ends: at the first instant after its last day, or never.
    package func end(in zone: Zone) -> Instant? {
        lastDay.map { zone.start(of: $0.following) }
    }
}

extension LotKey: Comparable {
    /// The order of spending: the earliest end first, never last, extended after others.
    package static func < (left: LotKey, right: LotKey) -> Bool {
        let (leftDay, rightDay) = (left.lastDay, right.lastDay)
        if leftDay == rightDay { return !left.isExtended && right.isExtended }
        guard let leftDay else { return false }
        guard let rightDay else { return true }
        return leftDay < rightDay
    }
}
