/// A day of the week.
package enum Weekday: String, CaseIterable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    /// The day of the week that a calendar day is.
    package init(of day: CalendarDay) {
        // 1970-01-01 was a Thursday, the fourth of the week.
        let remainder = Int((day.daysSinceEpoch % 7 + 3) % 7)
        self = Self.allCases[remainder < 0 ? remainder + 7 : remainder]
    }
}
