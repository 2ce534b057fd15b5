import Primitives

/// Something that is counted of each member, by the events that it has.
///
/// What a measure comes to is a function of the member's events alone, whatever the order in which
/// they arrive: over a span of many periods it is the best of them.
package struct Measure: Hashable, Sendable {
    /// What is counted.
    package enum Quantity: Hashable, Sendable {
        /// How many events.
        case count
        /// The sum of an attribute; an event without it, or with one below 0, adds nothing.
        case sum(AttributeName)
        /// How many different values an attribute has had.
        case distinct(AttributeName)
        /// The largest value that an attribute has had, at least 0.
        case maximum(AttributeName)
        /// On how many days in a row there was an event.
        case longestStreak
    }

    /// The longest streak, in days, that is told from a longer one.
    package static let longestStreak: Int64 = 1_000

    /// The types of events that are counted, at least one.
    package let types: Set<EventType>
    /// What their attributes must be, all of it.
    package let tests: Set<AttributeTest>
    /// Whether events that a reward has caused count too.
    package let countsRewards: Bool
    /// What is counted of them.
    package let quantity: Quantity
    /// Over which days.
    package let span: Span
    /// A text that is equal for equal measures alone; they are compared by it.
    package let canonical: String
    /// What the text is hashed to, so that no search for a measure goes through it again.
    private let fingerprint: Int

    /// Describes a measure.
    package init(
        _ quantity: Quantity,
        of types: Set<EventType>,
        where tests: Set<AttributeTest> = [],
        countsRewards: Bool = false,
        over span: Span = .lifetime
    ) {
        self.types = types
        self.tests = tests
        self.countsRewards = countsRewards
        self.quantity = quantity
        self.span = span
        canonical = Self.canonical(quantity, types, tests, countsRewards, span)
        fingerprint = canonical.hashValue
    }

    package static func == (one: Measure, other: Measure) -> Bool {
        one.canonical == other.canonical
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(fingerprint) }

    /// The same over other days.
    package func over(_ span: Span) -> Measure {
        Measure(quantity, of: types, where: tests, countsRewards: countsRewards, over: span)
    }

    /// Whether a period's value is a plain sum, so that nothing else need be kept.
    package var isSum: Bool {
        if case .rolling = span { return false }
        return switch quantity {
        case .count, .sum: true
        case .distinct, .maximum, .longestStreak: false
        }
    }

    /// What an event adds, or nil where it does not count.
    package func contribution(of event: MemberEvent) -> Contribution? {
        guard types.contains(event.type), countsRewards || !event.isOfReward,
            tests.allSatisfy({ $0.isPassed(by: event) }),
            let period = span.period(of: event.day)
        else { return nil }
        let day = event.day.daysSinceEpoch
        let place = if case .rolling = span { day } else { Int64(0) }
        switch quantity {
        case .count:
            return Contribution(period: period, place: place, amount: 1)
        case .sum(let name):
            guard let amount = event.attributes[name]?.integer, amount > 0 else { return nil }
            return Contribution(period: period, place: place, amount: amount)
        case .distinct(let name):
            guard let value = event.attributes[name] else { return nil }
            return Contribution(period: period, place: place, item: value.item, amount: 1)
        case .maximum(let name):
            guard let value = event.attributes[name]?.integer, value >= 0 else { return nil }
            return Contribution(period: period, place: value, amount: 1)
        case .longestStreak:
            return Contribution(period: period, place: day, amount: 1)
        }
    }
}

/// What one event adds to one measure.
package struct Contribution: Hashable, Sendable {
    /// The period that it counts for.
    package let period: Int64
    /// The day, or the value, to which it belongs; 0 where that does not matter.
    package let place: Int64
    /// The value that is told from others, or empty.
    package let item: String
    /// How much, from 1 on.
    package let amount: Int64

    /// Describes a contribution.
    package init(period: Int64, place: Int64 = 0, item: String = "", amount: Int64) {
        self.period = period
        self.place = place
        self.item = item
        self.amount = amount
    }
}
