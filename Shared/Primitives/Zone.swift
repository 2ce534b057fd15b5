/// A zone of civil time: which calendar day it is at an instant, and when a day begins.
///
/// A day begins at the first instant whose local date is that day or a later one, so days never
/// go back, whatever the zone's clocks do; a date that the zone skips has no instant of its own.
/// Nothing here overflows: at the ends of 64 bits, instants stop at the first or the last one.
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
    /// For each stretch but the last, the local time that nothing up to its end has reached; it
    /// never goes back.
    private let ends: [Int64]

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
        var latest = Int64.min
        ends = zip(self.stretches, stretches).map { stretch, next in
            latest = max(latest, next.from.milliseconds.clampedSum(stretch.offsetMs))
            return latest
        }
    }

    /// The zone without an offset.
    package static let utc = Zone(name: "UTC", firstOffsetMs: 0)

    /// The day at an instant.
    ///
    /// - Parameters:
    ///   - instant: The instant.
    ///   - dayStartMs: The local time at which a day begins, 0 to 86,399,999 milliseconds after
    ///     midnight; what is earlier belongs to the day before.
    /// - Returns: The day.
    package func day(of instant: Instant, dayStartMs: Int64 = 0) -> CalendarDay {
        let local = latestLocalMs(at: instant).clampedDifference(dayStartMs)
        return CalendarDay(daysSinceEpoch: local.flooredQuotient(by: Int64.millisecondsOfDay))
    }

    /// The hour at an instant, numbered from the zone's 1970-01-01T00:00 on, 24 for each day.
    ///
    /// Hours never go back: where clocks do, the hour that comes twice is one.
    ///
    /// - Parameter instant: The instant.
    /// - Returns: The newest hour that has begun.
    package func hour(of instant: Instant) -> Int64 {
        latestLocalMs(at: instant).flooredQuotient(by: Int64.millisecondsOfHour)
    }

    /// The first instant of a day, which is the first whose local time is that day's start.
    ///
    /// - Parameters:
    ///   - day: The day.
    ///   - dayStartMs: The local time at which a day begins, 0 to 86,399,999 milliseconds after
    ///     midnight.
    /// - Returns: The first instant; that of the next day where the zone skips the day.
    package func start(of day: CalendarDay, dayStartMs: Int64 = 0) -> Instant {
        let midnight = day.daysSinceEpoch.clampedProduct(Int64.millisecondsOfDay)
        let local = midnight.clampedSum(dayStartMs)
        let stretch = stretches[ends.firstIndexSorted { $0 > local }]
        return Instant(
            milliseconds: max(local.clampedDifference(stretch.offsetMs), stretch.from.milliseconds)
        )
    }

    /// Local time at an instant, in milliseconds since local midnight: 0 to 86,399,999.
    package func timeOfDayMs(at instant: Instant) -> Int64 {
        let offset = stretches[stretch(at: instant)].offsetMs
        let rest = instant.milliseconds.clampedSum(offset) % Int64.millisecondsOfDay
        return rest < 0 ? rest + Int64.millisecondsOfDay : rest
    }

    /// The latest local time that was reached up to an instant: where clocks go back, the day and
    /// the hour that have begun go on.
    private func latestLocalMs(at instant: Instant) -> Int64 {
        let index = stretch(at: instant)
        let local = instant.milliseconds.clampedSum(stretches[index].offsetMs)
        return index > 0 ? max(local, ends[index - 1].clampedSum(-1)) : local
    }

    private func stretch(at instant: Instant) -> Int {
        stretches.dropFirst().firstIndexSorted { $0.from > instant } - 1
    }
}

extension Zone: CustomStringConvertible {
    package var description: String { name }
}

extension RandomAccessCollection where Index == Int {
    /// The first index whose element passes the test, or the end, where all after one that
    /// passes pass as well.
    fileprivate func firstIndexSorted(where passes: (Element) -> Bool) -> Int {
        var low = startIndex
        var high = endIndex
        while low < high {
            let middle = low + (high - low) / 2
            if passes(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}

extension Int64 {
    fileprivate static var millisecondsOfDay: Int64 { 86_400_000 }

    fileprivate static var millisecondsOfHour: Int64 { 3_600_000 }

    /// The quotient by a number above 0, rounded down.
    fileprivate func flooredQuotient(by divisor: Int64) -> Int64 {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }

    fileprivate func clampedSum(_ other: Int64) -> Int64 {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? (other < 0 ? .min : .max) : sum
    }

    fileprivate func clampedDifference(_ other: Int64) -> Int64 {
        let (difference, isOver) = subtractingReportingOverflow(other)
        return isOver ? (other < 0 ? .max : .min) : difference
    }

    fileprivate func clampedProduct(_ other: Int64) -> Int64 {
        let (product, isOver) = multipliedReportingOverflow(by: other)
        return isOver ? ((self < 0) == (other < 0) ? .max : .min) : product
    }
}
