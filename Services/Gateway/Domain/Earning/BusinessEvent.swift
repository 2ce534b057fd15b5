import Primitives

/// What the earning rules look at in a business event.
package struct BusinessEvent: Hashable, Sendable {
    /// A part of an order.
    package struct Line: Hashable, Sendable {
        /// Its name within the order; empty for an order that was sent without lines.
        package let id: String
        /// What was bought, in the programme's words, or nil.
        package let category: String?
        /// What it cost in minor units, 0 to 10^12.
        package let amountMinor: Int64

        /// Joins the parts of a line.
        package init(id: String, category: String?, amountMinor: Int64) {
            self.id = id
            self.category = category
            self.amountMinor = amountMinor
        }
    }

    /// Something else that the sender said of an event.
    package enum Attribute: Hashable, Sendable {
        case text(String)
        case integer(Int64)
        case bool(Bool)
    }

    /// What happened.
    package let type: EventType
    /// The day on which it occurred, in the programme's zone.
    package let day: CalendarDay
    /// The time of that day, in milliseconds since local midnight.
    package let timeOfDayMs: Int64
    /// What it cost in minor units, 0 to 10^12, or nil where it is not about money.
    package let amountMinor: Int64?
    /// The parts of the order, as they were sent; they add up to the amount.
    package let lines: [Line]
    /// What else the sender said, by name.
    package let attributes: [String: Attribute]
    /// Whether the member had no event of this type before, by arrival.
    package let isFirst: Bool
    /// What is known of the member when the event is judged.
    package let facts: MemberFacts

    /// Joins the parts of an event.
    package init(
        type: EventType,
        day: CalendarDay,
        timeOfDayMs: Int64 = 0,
        amountMinor: Int64? = nil,
        lines: [Line] = [],
        attributes: [String: Attribute] = [:],
        isFirst: Bool = false,
        facts: MemberFacts = MemberFacts()
    ) {
        self.type = type
        self.day = day
        self.timeOfDayMs = timeOfDayMs
        self.amountMinor = amountMinor
        self.lines = lines
        self.attributes = attributes
        self.isFirst = isFirst
        self.facts = facts
    }

    /// The lines by which the event is judged: an order without lines is one without category.
    package var judgedLines: [Line] {
        guard lines.isEmpty, let amountMinor else { return lines }
        return [Line(id: "", category: nil, amountMinor: amountMinor)]
    }
}
