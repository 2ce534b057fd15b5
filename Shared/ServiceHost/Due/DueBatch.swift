import Storage

/// What one commit of the job settles, row by row.
package struct DueBatch {
    /// The rows of a kind that are due and cannot be settled, as one batch of a sweep found them.
    package struct Stuck<Row> {
        /// The rows, each with what kept it from being settled.
        package fileprivate(set) var rows: [(row: Row, error: any Error)] = []
        /// Whether the sweep has begun with these.
        package fileprivate(set) var isFirst = false
        /// Whether the sweep has come to the end with these.
        package fileprivate(set) var isComplete = false
        /// Whether it has come there and has settled nothing on its way: all that is due is stuck.
        package fileprivate(set) var isAll = false

        /// There are none.
        package static var none: Stuck<Row> {
            Stuck(isFirst: true, isComplete: true, isAll: true)
        }
    }

    /// How many rows that cannot be settled are passed over in one commit.
    private static let mostStuck = 500
    /// How many rows are read at once.
    private static let largestPage = 500

    /// How many rows were settled.
    package private(set) var settled = 0
    private var room: Int
    private let countsStuck: Bool

    /// Begins with room for some rows of the usual size.
    ///
    /// - Parameters:
    ///   - room: For how many.
    ///   - countsStuck: Whether one that cannot be settled takes room as well.
    package init(room: Int, countsStuck: Bool = false) {
        self.room = max(0, room)
        self.countsStuck = countsStuck
    }

    /// Settles rows that are due, the first ones first, as far as there is room.
    ///
    /// What one that fails has written is undone, and the next is tried. Where there are more that
    /// fail than are passed over in one commit, the next batch of the sweep goes on behind them.
    ///
    /// - Parameters:
    ///   - transaction: Where they are settled.
    ///   - sweep: How far the batches before have come.
    ///   - list: The number of the list of rows; in another one the sweep begins anew.
    ///   - rows: So many rows that are due, from behind one on.
    ///   - settle: Settles one, and returns how much of the room it took, from 1 on.
    /// - Returns: Those that could not be settled.
    /// - Throws: `StorageError` where no row can be.
    package mutating func settle<Row: Sendable>(
        _ transaction: borrowing Transaction,
        _ sweep: DueSweep<Row>,
        of list: Int64 = 0,
        _ rows: (Row?, Int, borrowing Snapshot) throws -> [Row],
        _ settle: (Row, borrowing Transaction) throws -> Int
    ) throws -> Stuck<Row> {
        var state = sweep.state(of: list)
        let (isFirst, before) = (state.last == nil, settled)
        var stuck = try self.settle(transaction, behind: &state.last, rows, settle)
        state.hasSettled = state.hasSettled || settled > before
        stuck.isFirst = isFirst
        stuck.isAll = stuck.isComplete && !state.hasSettled
        // Where none is passed over the first ones are always the next ones.
        let goesOn = !stuck.isComplete && !(isFirst && stuck.rows.isEmpty)
        sweep.keep(goesOn ? state : DueSweep<Row>.State(list: list))
        return stuck
    }

    private mutating func settle<Row>(
        _ transaction: borrowing Transaction,
        behind last: inout Row?,
        _ rows: (Row?, Int, borrowing Snapshot) throws -> [Row],
        _ settle: (Row, borrowing Transaction) throws -> Int
    ) throws -> Stuck<Row> {
        var stuck = Stuck<Row>()
        while room > 0, stuck.rows.count < Self.mostStuck, !stuck.isComplete {
            let limit = min(room, Self.largestPage)
            let due = try rows(last, limit, transaction.reads)
            var seen = 0
            for row in due where room > 0 {
                switch try transaction.attempt({ try settle(row, $0) }) {
                case .success(let size):
                    settled += 1
                    room -= max(1, size)
                case .failure(let error):
                    stuck.rows.append((row, error))
                    if countsStuck { room -= 1 }
                }
                last = row
                seen += 1
            }
            stuck.isComplete = due.count < limit && seen == due.count
        }
        return stuck
    }
}
