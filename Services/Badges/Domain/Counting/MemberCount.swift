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
    private var bests: [Measure: Int64] = [:]

    /// Counts events that stand.
    package init(of events: some Sequence<MemberEvent>, by measures: some Collection<Measure>) {
        var tally = EventTally(by: measures)
        for event in events { tally.add(event) }
        self.init(tally)
    }

    /// Counts events that were added up.
    package init(_ tally: EventTally) {
        for (slot, sums) in tally.sums {
            let measure = tally.measures[slot.measure]
            let place = Place(measure: measure, period: slot.period)
            latest[place] = tally.latest[slot]
            let marks = sums.map { key, amount in
                Mark(place: key.place, item: key.item, amount: amount)
            }
            let value = measure.value(of: marks)
            if value != 0 { values[place] = value }
            if !measure.isSum { self.marks[place] = marks }
            bests[measure] = max(bests[measure] ?? 0, value)
        }
    }

    /// What a measure comes to: the best of its periods.
    package func best(of measure: Measure) -> Int64 { bests[measure] ?? 0 }
}
