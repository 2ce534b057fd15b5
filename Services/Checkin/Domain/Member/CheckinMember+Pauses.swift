import Primitives

/// Why a pause is refused.
package enum PauseRefusal: Error, Hashable, Sendable {
    /// The programme has no pauses.
    case notOffered
    /// Its first day is over, or is today and checked in; the first day that can be paused opens
    /// at an instant.
    case notOpen(first: CalendarDay, opens: Instant)
    /// Its last day is too far ahead; the last day that can be paused now is named.
    case tooFar(last: CalendarDay)
    /// More days of a year would be paused than can be; what is left of them is named.
    case limitReached(year: Int64, most: Int64, left: Int64)
}

extension CheckinMember {
    /// How many days ahead can be paused.
    package static let furthestPause: Int64 = 366

    /// Pauses days on which no check-in is expected.
    ///
    /// Days that are paused already stay so and count once.
    ///
    /// - Parameters:
    ///   - span: The first and the last day.
    ///   - now: The instant that it is.
    ///   - rules: The rules in force.
    /// - Throws: `.notOffered`, `.notOpen`, `.tooFar` or `.limitReached`, in this order; then
    ///   nothing is paused.
    package mutating func pause(
        _ span: ClosedRange<CalendarDay>,
        at now: Instant,
        _ rules: CheckinRules
    ) throws(PauseRefusal) {
        settle(to: now, rules)
        guard let most = rules.pausedDaysPerYear else { throw .notOffered }
        let first = isChecked ? today.following : today
        if span.lowerBound < first {
            let opens =
                isChecked ? clock.end(of: today, dayStartMs: rules.dayStartMs) : clock.openedAt
            throw .notOpen(first: first, opens: opens)
        }
        let last = today.adding(Self.furthestPause)
        guard span.upperBound <= last else { throw .tooFar(last: last) }
        let joined = pauses.adding(span)
        for year in span.lowerBound.date.year...span.upperBound.date.year
        where joined.days(inYear: year) > most {
            throw .limitReached(
                year: year,
                most: most,
                left: max(0, most - pauses.days(inYear: year))
            )
        }
        // What ended before this year counts for nothing any more.
        pauses = joined.filter { $0.upperBound.date.year >= today.date.year }
    }
}

extension [ClosedRange<CalendarDay>] {
    /// The spans with one more, in order and without overlap.
    func adding(_ span: ClosedRange<CalendarDay>) -> Self {
        var merged: Self = []
        for next in (self + [span]).sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = merged.last, next.lowerBound <= last.upperBound.following else {
                merged.append(next)
                continue
            }
            merged[merged.count - 1] =
                last.lowerBound...Swift.max(last.upperBound, next.upperBound)
        }
        return merged
    }

    /// Takes a day out.
    mutating func remove(_ day: CalendarDay) {
        guard let index = firstIndex(where: { $0.contains(day) }) else { return }
        let span = self[index]
        var rest: Self = []
        if span.lowerBound < day { rest.append(span.lowerBound...day.preceding) }
        if day < span.upperBound { rest.append(day.following...span.upperBound) }
        replaceSubrange(index...index, with: rest)
    }

    /// How many days of a calendar year they hold.
    func days(inYear year: Int64) -> Int64 {
        guard let first = CalendarDay(year: year, month: 1, day: 1),
            let last = CalendarDay(year: year, month: 12, day: 31)
        else { return 0 }
        return reduce(0) { sum, span in
            let (from, to) = (Swift.max(first, span.lowerBound), Swift.min(last, span.upperBound))
            return from <= to ? sum + to.days(since: from) + 1 : sum
        }
    }
}
