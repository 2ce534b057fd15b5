/// A member's birthday, of which a change counts from the next calendar year, so that nobody has
/// two in one.
package struct Birthday: Hashable, Sendable {
    /// The birthday as it was last heard, or nil where there is none.
    package private(set) var newest: YearlyDate?
    /// The one that counts until the end of `changedIn`.
    package private(set) var former: YearlyDate?
    /// The year, in the programme's zone, in which it was changed last, or nil where it never was.
    package private(set) var changedIn: Int64?

    /// The birthday as it was stored; of a member of whom nothing was heard, without arguments.
    package init(
        newest: YearlyDate? = nil,
        former: YearlyDate? = nil,
        changedIn: Int64? = nil
    ) {
        self.newest = newest
        self.former = former
        self.changedIn = changedIn
    }

    /// The birthday that counts in a year of the programme's zone.
    package func date(inYear year: Int64) -> YearlyDate? {
        if let changedIn, year <= changedIn { former } else { newest }
    }

    /// Whether a day of the programme's zone is in the month of the birthday that counts in its
    /// year.
    package func isInMonth(of day: CalendarDay) -> Bool {
        let (year, month, _) = day.date
        return date(inYear: year)?.month == month
    }

    /// Whether a day of the programme's zone is the birthday that counts in its year.
    ///
    /// One of 29 February is kept on the 28th in years that have no such day, so that everybody
    /// has one birthday a year, and in its month.
    package func isKept(on day: CalendarDay) -> Bool {
        let (year, month, number) = day.date
        guard let date = date(inYear: year), date.month == month else { return false }
        let kept = CalendarDay(year: year, month: month, day: date.day) == nil ? 28 : date.day
        return kept == number
    }

    /// Hears the birthday; the first one ever heard counts at once.
    ///
    /// - Parameters:
    ///   - date: The birthday, or nil where it was removed.
    ///   - today: The day that it is in the programme's zone.
    package mutating func hear(_ date: YearlyDate?, on today: CalendarDay) {
        guard date != newest else { return }
        let year = today.date.year
        if newest != nil || changedIn != nil {
            former = self.date(inYear: year)
            changedIn = max(year, changedIn ?? year)
        }
        newest = date
    }
}
