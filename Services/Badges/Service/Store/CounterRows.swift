import BadgesDomain
import Primitives
import Storage

/// Where the store keeps one count: a period of a measure of a member.
struct CounterPlace {
    /// The period that stands for the best of all.
    static let best = Int64.min

    let member: MemberID
    let measure: Int64
    let period: Int64

    /// The best period of the same measure.
    var ofBest: CounterPlace { CounterPlace(member: member, measure: measure, period: Self.best) }
}

extension Snapshot {
    /// What a count comes to, 0 where nothing was counted.
    borrowing func value(at place: CounterPlace) throws -> Int64 {
        try first(
            "SELECT value FROM counter WHERE member = ? AND measure = ? AND period = ?",
            .text(place.member.text),
            .int(place.measure),
            .int(place.period)
        ) { $0.int(0) } ?? 0
    }

    /// The largest count of any period of a measure.
    borrowing func largest(of place: CounterPlace) throws -> Int64 {
        try first(
            """
            SELECT COALESCE(MAX(value), 0) FROM counter
            WHERE member = ? AND measure = ? AND period > ?
            """,
            .text(place.member.text),
            .int(place.measure),
            .int(CounterPlace.best)
        ) { $0.int(0) } ?? 0
    }

    /// How much a mark is, 0 where there is none.
    borrowing func amount(_ place: Int64, _ item: String, at counter: CounterPlace) throws -> Int64
    {
        try first(
            """
            SELECT amount FROM mark
            WHERE member = ? AND measure = ? AND period = ? AND place = ? AND item = ?
            """,
            .text(counter.member.text),
            .int(counter.measure),
            .int(counter.period),
            .int(place),
            .text(item)
        ) { $0.int(0) } ?? 0
    }

    /// The marks of a period whose places lie in a range.
    borrowing func marks(
        _ places: ClosedRange<Int64>,
        at counter: CounterPlace
    ) throws -> [Mark] {
        try all(
            """
            SELECT place, item, amount FROM mark
            WHERE member = ? AND measure = ? AND period = ? AND place BETWEEN ? AND ?
            """,
            .text(counter.member.text),
            .int(counter.measure),
            .int(counter.period),
            .int(places.lowerBound),
            .int(places.upperBound)
        ) { Mark(place: $0.int(0), item: $0.text(1), amount: $0.int(2)) }
    }

    /// Visits the counts of a member's life and those of the periods from one on: what the measure
    /// is, the period, and the value.
    borrowing func counters(
        of member: MemberID,
        from period: Int64,
        visit: (Int64, Int64, Int64) -> Void
    ) throws {
        try each(
            """
            SELECT measure, period, value FROM counter WHERE member = ? AND period <= 0
            UNION ALL
            SELECT measure, period, value FROM counter WHERE member = ? AND period >= ?
            """,
            .text(member.text),
            .text(member.text),
            .int(period)
        ) { visit($0.int(0), $0.int(1), $0.int(2)) }
    }

    /// All counts of a member, by measure and period.
    borrowing func counters(of member: MemberID) throws -> [Int64: [Int64: Int64]] {
        var counters: [Int64: [Int64: Int64]] = [:]
        try each(
            "SELECT measure, period, value FROM counter WHERE member = ? AND value <> 0",
            .text(member.text)
        ) { counters[$0.int(0), default: [:]][$0.int(1)] = $0.int(2) }
        return counters
    }

    /// All marks of a member, by measure and period.
    borrowing func marks(of member: MemberID) throws -> [Int64: [Int64: [Mark]]] {
        var marks: [Int64: [Int64: [Mark]]] = [:]
        try each(
            "SELECT measure, period, place, item, amount FROM mark WHERE member = ?",
            .text(member.text)
        ) { row in
            let mark = Mark(place: row.int(2), item: row.text(3), amount: row.int(4))
            marks[row.int(0), default: [:]][row.int(1), default: []].append(mark)
        }
        return marks
    }

    /// How much a member has grown by each day, where that is not 0.
    borrowing func growthDays(of member: MemberID) throws -> [Int64: Int64] {
        var days: [Int64: Int64] = [:]
        try each(
            "SELECT day, growth FROM growth_day WHERE member = ? AND growth <> 0",
            .text(member.text)
        ) { days[$0.int(0)] = $0.int(1) }
        return days
    }
}

extension Transaction {
    /// Stores what a count comes to.
    borrowing func put(_ value: Int64, at place: CounterPlace) throws {
        try execute(
            """
            INSERT INTO counter (member, measure, period, value) VALUES (?, ?, ?, ?)
            ON CONFLICT (member, measure, period) DO UPDATE SET value = excluded.value
            """,
            .text(place.member.text),
            .int(place.measure),
            .int(place.period),
            .int(value)
        )
    }

    /// Stores how much a mark is; one of nothing is removed.
    borrowing func put(_ mark: Mark, at counter: CounterPlace) throws {
        guard mark.amount > 0 else {
            try execute(
                """
                DELETE FROM mark
                WHERE member = ? AND measure = ? AND period = ? AND place = ? AND item = ?
                """,
                .text(counter.member.text),
                .int(counter.measure),
                .int(counter.period),
                .int(mark.place),
                .text(mark.item)
            )
            return
        }
        try execute(
            """
            INSERT INTO mark (member, measure, period, place, item, amount)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (member, measure, period, place, item) DO UPDATE
            SET amount = excluded.amount
            """,
            .text(counter.member.text),
            .int(counter.measure),
            .int(counter.period),
            .int(mark.place),
            .text(mark.item),
            .int(mark.amount)
        )
    }

    /// Forgets all that was counted of a member.
    borrowing func forgetCounts(of member: MemberID) throws {
        try execute("DELETE FROM counter WHERE member = ?", .text(member.text))
        try execute("DELETE FROM mark WHERE member = ?", .text(member.text))
        try execute("DELETE FROM growth_day WHERE member = ?", .text(member.text))
    }

    /// Adds to the growth of a day.
    borrowing func grow(_ member: MemberID, by growth: Int64, on day: CalendarDay) throws {
        try execute(
            """
            INSERT INTO growth_day (member, day, growth) VALUES (?, ?, ?)
            ON CONFLICT (member, day) DO UPDATE SET growth = growth_day.growth + excluded.growth
            """,
            .text(member.text),
            .int(day.daysSinceEpoch),
            .int(growth)
        )
    }
}
