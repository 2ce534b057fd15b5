import Primitives

/// How long earned points last.
package enum ExpiryPolicy: Hashable, Sendable {
    /// They last for ever.
    case never
    /// They last for some months after the day of earning (1 to 120).
    ///
    /// Unless `exactDay` is set, they last until the end of the month so reached, so that a
    /// member has few lots. A month that lacks the exact day ends with its last one.
    case rolling(months: Int64, exactDay: Bool)
    /// They last until the end of the year some years after that of earning (1 to 10).
    case yearEnd(years: Int64)

    /// The last day on which points earned on a day can be spent.
    ///
    /// - Returns: The day, or nil where they never expire, as also where the calendar ends first.
    package func expiryDay(earnedOn day: CalendarDay) -> CalendarDay? {
        let (year, month, dayOfMonth) = day.date
        switch self {
        case .never: return nil
        case .yearEnd(let years): return CalendarDay(year: year + years, month: 12, day: 31)
        case .rolling(let months, let exactDay):
            let count = month - 1 + months
            let lastYear = year + count / 12
            let lastMonth = count % 12 + 1
            let length = CalendarDay.length(ofMonth: lastMonth, year: lastYear)
            return CalendarDay(
                year: lastYear,
                month: lastMonth,
                day: exactDay ? min(dayOfMonth, length) : length
            )
        }
    }
}
