/// How far a feed has got: which rows behind the cursor are under way, and which have come back
/// before an earlier one.
///
/// A value without store or network. A row counts as behind once each row up to it was read and
/// nothing is told of it, or what was told is settled.
package struct FeedPlace: Sendable {
    /// Up to which number all is settled for good.
    package private(set) var cursor: Int64
    /// Up to which number rows have been read.
    package private(set) var read: Int64
    /// Rows that were read and are not settled.
    private var open: Set<Int64> = []
    /// Rows that are settled though an earlier one is not.
    private var ahead: Set<Int64> = []

    /// Begins behind the row of a number.
    package init(at cursor: Int64) {
        self.cursor = cursor
        read = cursor
    }

    /// Takes in rows that were read.
    ///
    /// - Parameter entries: The rows behind one that was read before, without gaps.
    /// - Returns: Those of which something is still to be told.
    package mutating func take(_ entries: some Sequence<Feed.Entry>) -> [OutboxRow] {
        var rows: [OutboxRow] = []
        for entry in entries {
            read = max(read, entry.number)
            guard let row = entry.row, entry.number > cursor, !ahead.contains(entry.number)
            else { continue }
            open.insert(entry.number)
            rows.append(row)
        }
        advance()
        return rows
    }

    /// Behind which row to read on: none between a number and it is still to be told.
    ///
    /// - Parameter number: Up to which number all that is open is known.
    /// - Returns: The number of that row.
    package func readsOn(from number: Int64) -> Int64 {
        open.contains { $0 > number } ? max(number, cursor) : max(number, read)
    }

    /// Where the cursor stands once some more rows are settled.
    ///
    /// - Parameter settled: The rows' numbers.
    /// - Returns: The number up to which all is settled then.
    package func cursor(after settled: [Int64]) -> Int64 {
        var next = self
        next.settle(settled)
        return next.cursor
    }

    /// Takes in that rows are settled for good.
    package mutating func settle(_ numbers: [Int64]) {
        open.subtract(numbers)
        ahead.formUnion(numbers)
        advance()
    }

    private mutating func advance() {
        cursor = max(cursor, open.min().map { $0 - 1 } ?? read)
        if !ahead.isEmpty { ahead = ahead.filter { $0 > cursor } }
    }
}
