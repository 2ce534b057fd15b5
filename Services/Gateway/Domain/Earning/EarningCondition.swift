import Primitives

/// When a rule or a multiplier applies; all that is given must hold.
///
/// Days and times are those of the event, in the programme's zone; what is asked of the member is
/// what is known when the event is judged.
package struct EarningCondition: Hashable, Sendable {
    /// A span of the day, from its beginning to before its end; it may pass midnight.
    package struct Hours: Hashable, Sendable {
        /// Its beginning in milliseconds since midnight, 0 to 86,340,000.
        package let fromMs: Int64
        /// Its end in milliseconds since midnight, 0 to 86,400,000, not the beginning.
        package let toMs: Int64

        /// Joins a beginning and an end.
        package init(fromMs: Int64, toMs: Int64) {
            self.fromMs = fromMs
            self.toMs = toMs
        }

        func contains(_ timeMs: Int64) -> Bool {
            fromMs < toMs
                ? fromMs <= timeMs && timeMs < toMs : fromMs <= timeMs || timeMs < toMs
        }
    }

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
    /// A span of each day.
    package var hours: Hours?
    /// Categories of which a line must be.
    package var categories: Set<String>?
    /// What attributes of the event must be.
    package var attributes: [AttributeTest] = []
    /// Whether the event must be the member's first of its type.
    package var first = false
    /// The lowest level that the member must have, by its number.
    package var levelAtLeast: Int64?
    /// A tag that the member must have.
    package var tag: String?
    /// Whether it must be the month of the member's birthday.
    package var birthdayMonth = false

    /// The condition that always holds.
    package init() {}

    /// What of the condition an event does not meet, its categories aside.
    ///
    /// - Returns: The name of the first part that fails, such as `attributes.grade`, or nil.
    func unmet(by event: BusinessEvent) -> String? {
        if let from, event.day < from { return "from" }
        if let to, event.day > to { return "to" }
        if let days, !days.contains(event.day) { return "days" }
        if let yearly, !yearly.contains(where: { $0.isOn(event.day) }) { return "yearly" }
        if let daysOfMonth, !daysOfMonth.contains(event.day.date.day) { return "daysOfMonth" }
        if let weekdays, !weekdays.contains(Weekday(of: event.day)) { return "weekdays" }
        if let hours, !hours.contains(event.timeOfDayMs) { return "hours" }
        if let failed = attributes.first(where: { !$0.holds(of: event) }) {
            return "attributes.\(failed.name)"
        }
        if first, !event.isFirst { return "first" }
        return unmet(by: event.facts, on: event.day)
    }

    private func unmet(by facts: MemberFacts, on day: CalendarDay) -> String? {
        if let levelAtLeast, (facts.level ?? .min) < levelAtLeast { return "levelAtLeast" }
        if let tag, !facts.tags.contains(tag) { return "tag" }
        return birthdayMonth && !facts.birthday.isInMonth(of: day) ? "birthdayMonth" : nil
    }

    /// Whether it asks anything about the member.
    var asksOfMember: Bool { levelAtLeast != nil || tag != nil || birthdayMonth }

    /// Whether a line is of one of the categories, or any will do.
    func admits(_ line: BusinessEvent.Line) -> Bool {
        guard let categories else { return true }
        return line.category.map(categories.contains) ?? false
    }

    /// Whether some line of an event is of one of the categories, or any will do.
    func admitsSome(of event: BusinessEvent) -> Bool {
        categories == nil || event.lines.contains(where: admits)
    }
}
