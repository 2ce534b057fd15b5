import Primitives
import Storage

/// What the commands of one group count: a row of a day's numbers, which all of them share, is
/// written once for all.
final class DayCounts: GroupPart {
    /// One of a day's numbers.
    struct Place: Hashable {
        let day: CalendarDay
        /// The name of what is counted.
        let what: String
        let item: String
    }

    private struct Sum {
        var count: Int64 = 0
        var amount: Int64 = 0
    }

    private var added: [(place: Place, count: Int64, amount: Int64)] = []

    init() {}

    var mark: Int { added.count }

    func undo(to mark: Int) { added.removeLast(added.count - mark) }

    /// Adds to a number.
    func add(_ count: Int64, amount: Int64, at place: Place) {
        added.append((place, count, amount))
    }

    func store(_ transaction: borrowing Transaction) throws {
        var sums: [Place: Sum] = [:]
        for entry in added {
            var sum = sums[entry.place] ?? Sum()
            // A group has few commands, so only amounts could pass 64 bits.
            let (amount, isOver) = sum.amount.addingReportingOverflow(entry.amount)
            sum.count &+= entry.count
            sum.amount = isOver ? .max : amount
            sums[entry.place] = sum
        }
        for (place, sum) in sums { try Self.put(sum, at: place, transaction) }
    }

    private static func put(
        _ sum: Sum,
        at place: Place,
        _ transaction: borrowing Transaction
    ) throws {
        // A sum that nears 64 bits stays: no number of a chart may refuse what is counted.
        try transaction.execute(
            """
            INSERT INTO day_count (day, what, item, count, amount) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (day, what, item) DO UPDATE SET
                count = day_count.count + excluded.count,
                amount = CASE WHEN day_count.amount > 9000000000000000000
                    THEN day_count.amount ELSE day_count.amount + excluded.amount END
            """,
            .int(place.day.daysSinceEpoch),
            .text(place.what),
            .text(place.item),
            .int(sum.count),
            .int(sum.amount)
        )
    }
}
