import Storage

/// What one commit of the job settles, row by row.
package struct DueBatch {
    /// The rows of a kind that are due and cannot be settled.
    package struct Stuck<Row> {
        /// The rows, each with what kept it from being settled.
        package fileprivate(set) var rows: [(row: Row, error: any Error)] = []
        /// Whether these are all that there are.
        package fileprivate(set) var isComplete = false

        /// There are none.
        package static var none: Stuck<Row> { Stuck(isComplete: true) }
    }

    /// How many rows that cannot be settled are passed over in one commit.
    private static let mostStuck = 500
    /// How many rows are read at once.
    private static let largestPage = 500

    /// How many rows were settled.
    package private(set) var settled = 0
    private var room: Int

    /// Begins with room for some rows of the usual size.
    package init(room: Int) {
        self.room = max(0, room)
    }

    /// Settles rows that are due, the first ones first, as far as there is room.
    ///
    /// What one that fails has written is undone, and the next is tried.
    ///
    /// - Parameters:
    ///   - transaction: Where they are settled.
    ///   - rows: So many rows that are due, from behind one on.
    ///   - settle: Settles one, and returns how much of the room it took, from 1 on.
    /// - Returns: Those that could not be settled.
    /// - Throws: `StorageError` where no row can be.
    package mutating func settle<Row>(
        _ transaction: borrowing Transaction,
        _ rows: (Row?, Int, borrowing Snapshot) throws -> [Row],
        _ settle: (Row, borrowing Transaction) throws -> Int
    ) throws -> Stuck<Row> {
        var stuck = Stuck<Row>()
        var last: Row?
        while room > 0, stuck.rows.count < Self.mostStuck, !stuck.isComplete {
            let limit = min(room, Self.largestPage)
            let due = try rows(last, limit, transaction.reads)
            var seen = 0
            for row in due where room > 0 {
                switch try transaction.attempt({ try settle(row, $0) }) {
                case .success(let size):
                    settled += 1
                    room -= max(1, size)
                case .failure(let error): stuck.rows.append((row, error))
                }
                last = row
                seen += 1
            }
            stuck.isComplete = due.count < limit && seen == due.count
        }
        return stuck
    }
}
