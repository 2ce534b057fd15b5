import Primitives

/// A stretch of time that may be open at either end.
package struct TimeWindow: Hashable, Sendable {
    /// The first instant, or nil where it has always been open.
    package let from: Instant?
    /// The first instant after it, or nil where it never closes.
    package let until: Instant?

    /// A window between two instants, of which the second is outside.
    package init(from: Instant? = nil, until: Instant? = nil) {
        self.from = from
        self.until = until
    }

    /// The window that is always open.
    package static let always = TimeWindow()

    /// Whether an instant lies inside.
    package func contains(_ now: Instant) -> Bool { hasOpened(by: now) && !hasClosed(by: now) }

    func hasOpened(by now: Instant) -> Bool { from.map { now >= $0 } ?? true }

    func hasClosed(by now: Instant) -> Bool { until.map { now >= $0 } ?? false }

    /// Whether every instant of another window lies inside this one.
    func covers(_ other: TimeWindow) -> Bool {
        let opensInTime = from.map { own in other.from.map { own <= $0 } ?? false } ?? true
        let staysOpen = until.map { own in other.until.map { own >= $0 } ?? false } ?? true
        return opensInTime && staysOpen
    }

    /// The stretch that lies in both windows, which ends before it begins where there is none.
    func bounded(by other: TimeWindow) -> TimeWindow {
        TimeWindow(
            from: [from, other.from].compactMap { $0 }.max(),
            until: [until, other.until].compactMap { $0 }.min()
        )
    }

    /// Whether there is no instant inside.
    var isEmpty: Bool {
        guard let from, let until else { return false }
        return until <= from
    }
}
