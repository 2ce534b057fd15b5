/// A zone of civil time: which calendar day it is at an instant, and when a day begins.
///
/// A day begins at the first instant whose local date is that day or a later one, so days never
/// go back, whatever the zone's clocks do; a date that the zone skips has no instant of its own.
package struct Zone: Hashable, Sendable {
    /// A stretch of time with one offset from UTC.
    package struct Stretch: Hashable, Sendable {
        /// When it begins.
        package let from: Instant
        /// Local time less UTC in milliseconds, negative west of Greenwich.
        package let offsetMs: Int64

        /// Joins a beginning and an offset.
        package init(from: Instant, offsetMs: Int64) {
            self.from = from
            self.offsetMs = offsetMs
        }
    }

    /// The zone's IANA name.
    package let name: String
    private let stretches: [Stretch]

    /// A zone of its stretches.
    ///
    /// - Parameters:
    ///   - name: Its IANA name.
    ///   - firstOffsetMs: The offset before the first stretch.
    ///   - stretches: The stretches after it, in order.
    package init(name: String, firstOffsetMs: Int64, stretches: [Stretch] = []) {
        self.name = name
        let first = Stretch(from: Instant(milliseconds: .min), offsetMs: firstOffsetMs)
        self.stretches = [first] + stretches
    }

    /// The zone without an offset.
    package static let utc = Zone(name: "UTC", firstOffsetMs: 0)

    /// The day at an instant.
    package func day(of instant: Instant) -> CalendarDay {
        var day = Self.day(ofLocalMs: instant.milliseconds + offsetMs(at: instant))
        // Where clocks went back over midnight, the day that had begun goes on.
        while start(of: day.following) <= instant { day = day.following }
        return day
    }

    /// The first instant of a day.
    package func start(of day: CalendarDay) -> Instant {
        let local = day.daysSinceEpoch * 86_400_000
        for (index, stretch) in stretches.enumerated() {
            let candidate = max(local - stretch.offsetMs, stretch.from.milliseconds)
            let isLast = index + 1 == stretches.count
            if isLast || candidate < stretches[index + 1].from.milliseconds {
                return Instant(milliseconds: candidate)
            }
        }
        return Instant(milliseconds: local)
    }

    /// Local time at an instant, in milliseconds since local midnight: 0 to 86,399,999.
    package func timeOfDayMs(at instant: Instant) -> Int64 {
        let local = instant.milliseconds + offsetMs(at: instant)
        return local - Self.day(ofLocalMs: local).daysSinceEpoch * 86_400_000
    }

    private func offsetMs(at instant: Instant) -> Int64 {
        var low = 0
        var high = stretches.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if stretches[middle].from <= instant { low = middle } else { high = middle }
        }
        return stretches[low].offsetMs
    }

    private static func day(ofLocalMs local: Int64) -> CalendarDay {
        CalendarDay(daysSinceEpoch: (local - (local < 0 ? 86_399_999 : 0)) / 86_400_000)
    }
}

extension CalendarDay {
    /// The day after.
    package var following: CalendarDay { CalendarDay(daysSinceEpoch: daysSinceEpoch + 1) }
}
