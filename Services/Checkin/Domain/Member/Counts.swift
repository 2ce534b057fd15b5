import Primitives

/// How many days of one calendar month count.
package struct MonthCount: Hashable, Sendable {
    /// The month, of the member's days.
    package private(set) var month: CalendarMonth
    /// How many of its days were checked or made up.
    package private(set) var days: Int64
    /// No cumulative award of the month stands, or is being taken back, for more days than this.
    package private(set) var highestGrant: Int64

    /// The count as it was stored; that of a month that begins, without numbers.
    package init(month: CalendarMonth, days: Int64 = 0, highestGrant: Int64 = 0) {
        self.month = month
        self.days = days
        self.highestGrant = highestGrant
    }

    /// Counts a day, which is of this month or a later one.
    mutating func add(_ day: CalendarDay) {
        if day.month != month { self = MonthCount(month: day.month) }
        days += 1
    }

    /// Corrects the count by a day that was made up or missed again.
    mutating func correct(_ day: CalendarDay, by change: Int64) {
        // No day of a later month had counted yet. What earlier months had is counted from rows.
        if day.month > month { self = MonthCount(month: day.month) }
        if day.month == month { days = max(0, days + change) }
    }

    /// Notes that an award was granted for so many days of the month of a day.
    mutating func noteGrant(of reach: Int64, on day: CalendarDay) {
        if day.month == month { highestGrant = max(highestGrant, reach) }
    }
}

/// The freezes of a member.
package struct FreezeCount: Hashable, Sendable {
    /// How many are held.
    package private(set) var held: Int64
    /// For how many more a place is kept, while they are being paid.
    package private(set) var reserved: Int64

    /// The freezes as they were stored.
    package init(held: Int64 = 0, reserved: Int64 = 0) {
        self.held = held
        self.reserved = reserved
    }

    /// How many more can be given.
    func room(_ rules: FreezeRules?) -> Int64 {
        max(0, (rules?.most ?? 0) - held - reserved)
    }

    mutating func give(_ count: Int64) { held += count }
    mutating func reserve() { reserved += 1 }
    mutating func giveBack() { reserved = max(0, reserved - 1) }
    mutating func use() { held = max(0, held - 1) }

    /// Takes as many as there are, up to a number, and answers how many.
    mutating func take(_ count: Int64) -> Int64 {
        let taken = max(0, min(count, held))
        held -= taken
        return taken
    }
}

/// How many days of a calendar year a change of zone has excused.
package struct SkipCount: Hashable, Sendable {
    /// The most in a year; a further one is an ordinary day.
    static let most: Int64 = 4

    /// The year of the last one.
    package private(set) var year: Int64
    /// How many there were in it.
    package private(set) var days: Int64

    /// The count as it was stored.
    package init(year: Int64, days: Int64 = 0) {
        self.year = year
        self.days = days
    }

    /// Counts a day if it can still be excused.
    mutating func excuse(_ day: CalendarDay) -> Bool {
        let year = day.date.year
        if year != self.year { self = SkipCount(year: year) }
        guard days < Self.most else { return false }
        days += 1
        return true
    }
}
