import Primitives

/// When and for whom a multiplier applies; all that is given must hold.
package struct AwardCondition: Hashable, Sendable {
    /// The first day.
    package var from: CalendarDay?
    /// The last day.
    package var to: CalendarDay?
    /// The days themselves.
    package var days: Set<CalendarDay>?
    /// Dates of each year.
    package var yearly: Set<YearlyDate>?
    /// Days of each month, 1 to 31.
    package var daysOfMonth: Set<Int64>?
    /// Days of each week.
    package var weekdays: Set<Weekday>?
    /// The lowest level, by its number.
    package var levelAtLeast: Int64?
    /// Whether it must be the month of the member's birthday, in the programme's zone.
    package var birthdayMonth = false
    /// A tag that the member must have.
    package var tag: String?

    /// The condition that always holds.
    package init() {}

    /// Whether it hangs on what is known of the member.
    var asksOfMember: Bool { levelAtLeast != nil || tag != nil || birthdayMonth }

    /// Whether all that is given holds.
    func holds(on occasion: AwardOccasion) -> Bool {
        holds(on: occasion.day) && holds(of: occasion)
    }

    private func holds(on day: CalendarDay) -> Bool {
        if let from, day < from { return false }
        if let to, day > to { return false }
        if let days, !days.contains(day) { return false }
        if let yearly, !yearly.contains(where: { $0.isOn(day) }) { return false }
        if let daysOfMonth, !daysOfMonth.contains(day.date.day) { return false }
        if let weekdays, !weekdays.contains(Weekday(of: day)) { return false }
        return true
    }

    private func holds(of occasion: AwardOccasion) -> Bool {
        if let levelAtLeast, (occasion.facts.level ?? .min) < levelAtLeast { return false }
        if let tag, !occasion.facts.tags.contains(tag) { return false }
        return !birthdayMonth || occasion.facts.birthday.isInMonth(of: occasion.programmeDay)
    }
}

/// What the rules ask about when something is awarded.
struct AwardOccasion: Hashable {
    /// The member's day.
    let day: CalendarDay
    /// The day that it is in the programme's zone.
    let programmeDay: CalendarDay
    /// What is known of the member.
    let facts: MemberFacts
}
