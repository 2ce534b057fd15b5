import Primitives

/// All that a member's events come to, counted anew from the events alone.
package struct MemberCount: Hashable, Sendable {
    /// One period of a measure.
    package struct Place: Hashable, Sendable {
        /// The measure.
        package let measure: Measure
        /// The period, named by its first day.
        package let period: Int64
    }

    /// What each period comes to, where that is not 0.
    package private(set) var values: [Place: Int64] = [:]
    /// The marks of each period of a measure that needs them.
    package private(set) var marks: [Place: [Mark]] = [:]
    /// When the last event of each period happened.
    package private(set) var latest: [Place: Instant] = [:]

    /// Counts events that stand.
    package init(of events: some Sequence<MemberEvent>, by measures: some Collection<Measure>) {
        var sums: [Place: [Mark.Key: Int64]] = [:]
        for event in events {
            for measure in measures where measure.types.contains(event.type) {
                guard let part = measure.contribution(of: event) else { continue }
                let place = Place(measure: measure, period: part.period)
                let key = Mark.Key(place: part.place, item: part.item)
                let sum = sums[place, default: [:]][key, default: 0]
                sums[place, default: [:]][key] = sum.addingClamped(part.amount)
                latest[place] = max(latest[place] ?? event.occurredAt, event.occurredAt)
            }
        }
        for (place, sums) in sums {
            let marks = sums.map { key, amount in
                Mark(place: key.place, item: key.item, amount: amount)
            }
            let value = place.measure.value(of: marks)
            if value != 0 { values[place] = value }
            if !place.measure.isSum { self.marks[place] = marks }
        }
    }

    /// What a measure comes to: the best of its periods.
    package func best(of measure: Measure) -> Int64 {
        values.reduce(0) { $1.key.measure == measure ? max($0, $1.value) : $0 }
    }
}

extension Mark {
    fileprivate struct Key: Hashable {
        let place: Int64
        let item: String
    }
}
