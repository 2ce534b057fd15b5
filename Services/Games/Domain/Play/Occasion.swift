import Primitives

/// When, and by whom, something is drawn.
package struct Occasion: Hashable, Sendable {
    /// The instant.
    package let now: Instant
    /// The day that it is in the programme's zone.
    package let day: CalendarDay
    /// The member's level, as it was when the play began.
    package let level: Int64

    /// The occasion of an instant in the programme's zone.
    package init(at now: Instant, in zone: Zone, level: Int64) {
        self.now = now
        day = zone.day(of: now)
        self.level = level
    }
}
