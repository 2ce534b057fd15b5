import Storage

/// What one commit of the job settles, row by row.
struct DueBatch {
    /// The rows of a kind that are due and cannot be settled.
    struct Stuck<Row> {
        fileprivate(set) var rows: [(row: Row, error: any Error)] = []
        /// Whether these are all that there are.
        fileprivate(set) var isComplete = false
    }

    /// How many rows that cannot be settled are passed over in one commit.
    private static let mostStuck = 500

    /// How many rows were settled.
    private(set) var settled = 0
    private let room: Int

    /// - Parameter room: How many rows are settled at most.
    init(room: Int) {
        self.room = max(0, room)
    }

    /// Settles rows that are due, the first ones first, as far as there is room.
    ///
    /// What one that fails has written is undone, and the next is tried.
    ///
    /// - Parameters:
    ///   - transaction: Where they are settled.
    ///   - rows: So many rows that are due, from behind one on.
    ///   - settle: Settles one.
    /// - Returns: Those that could not be settled.
    /// - Throws: `StorageError` where no row can be.
    mutating func settle<Row>(
        _ transaction: borrowing Transaction,
        _ rows: (Row?, Int, borrowing Snapshot) throws -> [Row],
        _ settle: (Row, borrowing Transaction) throws -> Void
    ) throws -> Stuck<Row> {
        var stuck = Stuck<Row>()
        var last: Row?
        while settled < room, stuck.rows.count < Self.mostStuck, !stuck.isComplete {
            let limit = room - settled
            let due = try rows(last, limit, transaction.reads)
            for row in due {
                switch try transaction.attempt({ try settle(row, $0) }) {
                case .success: settled += 1
                case .failure(let error): stuck.rows.append((row, error))
                }
            }
            last = due.last ?? last
            stuck.isComplete = due.count < limit
        }
        return stuck
    }
}
