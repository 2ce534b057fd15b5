import Primitives

/// Adds up the events of one member, one after the other, so that they need not be held at once.
package struct EventTally {
    /// One period of a measure, by the measure's place.
    struct Slot: Hashable {
        let measure: Int
        let period: Int64
    }

    /// What is counted.
    let measures: [Measure]
    /// What the events of each day, or of each value, add up to.
    private(set) var sums: [Slot: [Mark.Key: Int64]] = [:]
    /// When the last event of each period happened.
    private(set) var latest: [Slot: Instant] = [:]
    /// How many events were added.
    package private(set) var events = 0
    private let listening: [EventType: [Int]]

    /// Begins with no event.
    package init(by measures: some Sequence<Measure>) {
        self.measures = Array(measures)
        listening = self.measures.enumerated().reduce(into: [:]) { listening, measure in
            for type in measure.element.types {
                listening[type, default: []].append(measure.offset)
            }
        }
    }

    /// Adds an event that stands.
    package mutating func add(_ event: MemberEvent) {
        events += 1
        for place in listening[event.type] ?? [] {
            guard let part = measures[place].contribution(of: event) else { continue }
            let slot = Slot(measure: place, period: part.period)
            let key = Mark.Key(place: part.place, item: part.item)
            let sum = sums[slot, default: [:]][key, default: 0]
            sums[slot, default: [:]][key] = sum.addingClamped(part.amount)
            latest[slot] = max(latest[slot] ?? event.occurredAt, event.occurredAt)
        }
    }
}

extension Mark {
    /// What tells marks of one period from one another.
    struct Key: Hashable {
        let place: Int64
        let item: String
    }
}
