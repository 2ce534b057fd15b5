import Primitives

/// Something that a member did or that happened to it, as a service has told it.
package struct MemberEvent: Hashable, Sendable {
    /// What happened.
    package let type: EventType
    /// The day on which it counts, as its source says.
    package let day: CalendarDay
    /// When it happened.
    package let occurredAt: Instant
    /// What else is said of it.
    package let attributes: [AttributeName: AttributeValue]

    /// Describes an event.
    package init(
        _ type: EventType,
        on day: CalendarDay,
        at occurredAt: Instant,
        _ attributes: [AttributeName: AttributeValue] = [:]
    ) {
        self.type = type
        self.day = day
        self.occurredAt = occurredAt
        self.attributes = attributes
    }

    /// Whether a reward of this service has caused it, so that it counts only where a rule says so.
    package var isOfReward: Bool {
        attributes[AttributeName(validated: "cause")] == .text("reward")
    }
}
