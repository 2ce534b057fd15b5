import Primitives
import Storage

/// What a service counts by day, for operators; the names are stored and never change.
package protocol DayNumber: RawRepresentable<String>, Hashable, Sendable {}

/// The numbers of one day, as they are stored.
package struct DayNumbers<Number: DayNumber>: Sendable {
    /// What of one number was counted under one item.
    package struct Sum: Hashable, Sendable {
        /// What tells it from others of the same number; empty where there are none.
        package let item: String
        /// How often it was counted.
        package let count: Int64
        /// How much that was in all, where it is an amount of something.
        package let amount: Int64
    }

    private var sums: [Number: [Sum]] = [:]

    /// A day on which nothing was counted.
    package init() {}

    /// What was counted of a number, in the order of the items; empty for nothing.
    package subscript(_ number: Number) -> [Sum] { sums[number] ?? [] }

    /// How often a number was counted, under one item or, with nil, under all.
    package func count(_ number: Number, _ item: String? = nil) -> Int64 {
        self[number].filter { item == nil || $0.item == item }.reduce(0) { $0 + $1.count }
    }

    fileprivate mutating func add(_ sum: Sum, of number: Number) {
        sums[number, default: []].append(sum)
    }
}

extension Migration {
    /// Numbers of days, counted in the commits in which things happen: so no index of rows by day
    /// makes these dearer.
    package static let dayCountTable = """
        CREATE TABLE day_count (
            day {int} NOT NULL,
            what {text} NOT NULL,
            item {text} NOT NULL,
            count {int} NOT NULL,
            amount {int} NOT NULL,
            PRIMARY KEY (day, what, item)
        ) {clustered}
        """
}

extension Transaction {
    /// Adds to a number of a day.
    ///
    /// It is stored when the group is committed; until then it is not read.
    ///
    /// - Parameters:
    ///   - number: What is counted.
    ///   - item: What tells it from others of the same number, or empty.
    ///   - count: How often; below 0 where something is taken back.
    ///   - amount: How much that is in all.
    ///   - day: The day.
    package borrowing func count(
        _ number: some DayNumber,
        _ item: String,
        of count: Int64,
        amount: Int64,
        on day: CalendarDay
    ) {
        let row = DayNumberRow(day: day, what: number.rawValue, item: item)
        add(count: count, amount: amount, to: row)
    }
}

/// One of a day's numbers.
private struct DayNumberRow: SummedRow {
    let day: CalendarDay
    /// The name of what is counted.
    let what: String
    let item: String

    func add(_ sum: GroupSum, _ transaction: borrowing Transaction) throws {
        // A sum that nears 64 bits stays: no number of a chart may refuse what is counted.
        try transaction.execute(
            """
            INSERT INTO day_count (day, what, item, count, amount) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (day, what, item) DO UPDATE SET
                count = day_count.count + excluded.count,
                amount = CASE WHEN day_count.amount > 9000000000000000000
                    THEN day_count.amount ELSE day_count.amount + excluded.amount END
            """,
            .int(day.daysSinceEpoch),
            .text(what),
            .text(item),
            .int(sum.count),
            .int(sum.amount)
        )
    }
}

extension Snapshot {
    /// The numbers of a span of days, which the caller bounds; a day without any has no entry.
    ///
    /// - Parameter days: The first and the last day.
    /// - Returns: The numbers by day.
    /// - Throws: `StorageError`, also where a number has a name that the service does not know.
    package borrowing func dayNumbers<Number: DayNumber>(
        of days: ClosedRange<CalendarDay>
    ) throws -> [CalendarDay: DayNumbers<Number>] {
        var found: [CalendarDay: DayNumbers<Number>] = [:]
        try each(
            """
            SELECT day, what, item, count, amount FROM day_count
            WHERE day >= ? AND day <= ? ORDER BY day, what, item
            """,
            .int(days.lowerBound.daysSinceEpoch),
            .int(days.upperBound.daysSinceEpoch)
        ) { row in
            guard let number = Number(rawValue: row.text(1)) else {
                throw StorageError.fault("a number of a day has an unknown name")
            }
            let sum = DayNumbers<Number>.Sum(
                item: row.text(2),
                count: row.int(3),
                amount: row.int(4)
            )
            found[CalendarDay(daysSinceEpoch: row.int(0)), default: DayNumbers()]
                .add(sum, of: number)
        }
        return found
    }
}
