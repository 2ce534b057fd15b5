/// A month of the proleptic Gregorian calendar, without a zone.
package struct CalendarMonth: Hashable, Sendable {
    /// Months since January of the year 0, negative before it.
    package let monthsSinceYearZero: Int64

    /// The month that many months after January of the year 0.
    package init(monthsSinceYearZero: Int64) {
        self.monthsSinceYearZero = monthsSinceYearZero
    }

    /// The month in which a day lies.
    package init(of day: CalendarDay) {
        let date = day.date
        self.init(monthsSinceYearZero: date.year * 12 + date.month - 1)
    }

    /// The month of a text such as `2026-03`, or nil where it is none of the years 0 to 9999.
    package init?(_ text: String) {
        guard let first = CalendarDay(text + "-01") else { return nil }
        self.init(of: first)
    }

    /// Its first day.
    package var firstDay: CalendarDay {
        let (years, month) = monthsSinceYearZero.quotientAndRemainder(dividingBy: 12)
        // Of the years that instants of the suite have, every month has a first day.
        return CalendarDay(year: years, month: month + 1, day: 1)
            ?? CalendarDay(daysSinceEpoch: monthsSinceYearZero < 0 ? .min : .max)
    }

    /// Its last day.
    package var lastDay: CalendarDay {
        let date = firstDay.date
        return firstDay.adding(CalendarDay.length(ofMonth: date.month, year: date.year) - 1)
    }

    /// The month after.
    package var following: CalendarMonth {
        let (next, isOver) = monthsSinceYearZero.addingReportingOverflow(1)
        return CalendarMonth(monthsSinceYearZero: isOver ? .max : next)
    }
}

extension CalendarMonth: Comparable {
    package static func < (left: CalendarMonth, right: CalendarMonth) -> Bool {
        left.monthsSinceYearZero < right.monthsSinceYearZero
    }
}

extension CalendarMonth: CustomStringConvertible {
    package var description: String { String(firstDay.description.dropLast(3)) }
}
