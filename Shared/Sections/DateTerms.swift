import Primitives
import Wire

/// Days that a condition names; all that is given must hold.
package struct DateTerms: Hashable, Sendable {
    /// The first day.
    package let from: CalendarDay?
    /// The last day.
    package let to: CalendarDay?
    /// The days themselves, at most 500.
    package let days: Set<CalendarDay>?
    /// Dates of each year.
    package let yearly: Set<YearlyDate>?
    /// Days of each month, 1 to 31.
    package let daysOfMonth: Set<Int64>?
    /// Days of each week.
    package let weekdays: Set<Weekday>?

    /// Reads `{from?, to?, days?, yearly?, daysOfMonth?, weekdays?}`; the faults stand in the
    /// reader.
    package init(_ reader: inout SectionReader) {
        from = reader.day("from")
        to = reader.day("to")
        if let from, let to, to < from { reader.fault(at: "to", "is before from") }
        days = reader.values("days", 1...500, "a day, such as 2026-03-01") {
            $0.text.flatMap { CalendarDay($0) }
        }.map(Set.init)
        yearly = reader.values("yearly", 1...366, "a date of each year, such as 11-11") {
            $0.text.flatMap { YearlyDate($0) }
        }.map(Set.init)
        daysOfMonth = reader.values("daysOfMonth", 1...31, "a day of the month, 1 to 31") {
            $0.integer.flatMap { (1...31).contains($0) ? $0 : nil }
        }.map(Set.init)
        weekdays = reader.values("weekdays", 1...7, "a day of the week, such as monday") {
            $0.text.flatMap(Weekday.init(rawValue:))
        }.map(Set.init)
    }
}
