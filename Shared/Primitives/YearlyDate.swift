/// A date of each year; that of 29 February comes in leap years.
package struct YearlyDate: Hashable, Sendable {
    /// 1 to 12.
    package let month: Int64
    /// 1 to 31.
    package let day: Int64

    /// The date of a month and a day, or nil where no year has it.
    package init?(month: Int64, day: Int64) {
        // The year 2000 has every date that a year can have.
        guard CalendarDay(year: 2000, month: month, day: day) != nil else { return nil }
        self.month = month
        self.day = day
    }

    /// The date of a text such as `11-08`, month first, or nil where no year has it.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count == 5, bytes[2] == UInt8(ascii: "-"),
            let month = DecimalText.number(bytes[0..<2]),
            let day = DecimalText.number(bytes[3..<5])
        else { return nil }
        self.init(month: month, day: day)
    }

    /// Whether a calendar day is on this date.
    package func isOn(_ other: CalendarDay) -> Bool {
        let date = other.date
        return date.month == month && date.day == day
    }
}
