import BadgesDomain
import Primitives
import Storage

/// What a member's measures come to, as far as one piece of work asks for it.
///
/// The counts of its life and those since some day are read at once, others one by one; what
/// changes is stored at once.
struct MemberCounters {
    /// One period of a measure, by its number.
    private struct Place: Hashable {
        let measure: Int64
        let period: Int64
    }

    /// How many counts a member usually has, so that its table is made once.
    private static let usualCount = 48

    let member: MemberID
    private let definitions: Definitions
    /// From which period on all values are here, beside those of the periods up to 0.
    private let first: Int64
    private var values: [Place: Int64] = [:]

    /// A member of whom nothing is counted.
    init(ofNew member: MemberID, by definitions: Definitions) {
        self.member = member
        self.definitions = definitions
        first = .min
    }

    /// A member of whom the counts since a day are needed.
    init(
        of member: MemberID,
        by definitions: Definitions,
        since day: CalendarDay,
        _ reads: borrowing Snapshot
    ) throws {
        self.member = member
        self.definitions = definitions
        first = day.daysSinceEpoch
        var values: [Place: Int64] = [:]
        values.reserveCapacity(Self.usualCount)
        try reads.counters(of: member, from: first) { measure, period, value in
            values[Place(measure: measure, period: period)] = value
        }
        self.values = values
    }

    /// What a measure comes to in a period.
    func value(
        of measure: Measure,
        in period: Int64,
        _ reads: borrowing Snapshot
    ) throws -> Int64 {
        let number = definitions.number(of: measure)
        let place = CounterPlace(member: member, measure: number, period: period)
        return try value(at: place, reads)
    }

    /// What a count of the member comes to.
    func value(at place: CounterPlace, _ reads: borrowing Snapshot) throws -> Int64 {
        let known = values[Place(measure: place.measure, period: place.period)]
        if place.period <= 0 || place.period >= first { return known ?? 0 }
        return try known ?? reads.value(at: place)
    }

    /// What a measure comes to: the best of its periods.
    func best(of measure: Measure) -> Int64 {
        let period = measure.span.isPeriodic ? CounterPlace.best : 0
        return values[Place(measure: definitions.number(of: measure), period: period)] ?? 0
    }

    /// Stores what a count of the member comes to.
    mutating func put(
        _ value: Int64,
        at place: CounterPlace,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.put(value, at: place)
        values[Place(measure: place.measure, period: place.period)] = value
    }
}
