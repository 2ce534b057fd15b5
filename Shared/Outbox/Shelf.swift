import Primitives
import Storage

/// Rows that were read from a shelf.
struct ShelfPage {
    /// Those that are not settled, in the order of their numbers.
    let rows: [OutboxRow]
    /// Behind which row there may be more; nil where there are none.
    let next: Int64?
}

/// Where the rows lie that go out on a lane, and where what became of them is kept.
protocol Shelf: Sendable {
    /// The next rows, in the order of their numbers.
    ///
    /// - Parameters:
    ///   - number: Behind which row to begin.
    ///   - limit: How many rows at most.
    /// - Returns: The rows that are not settled, and where there may be more.
    /// - Throws: `StorageError`.
    func rows(after number: Int64, limit: Int) throws -> ShelfPage

    /// Keeps what became of the rows of a batch.
    ///
    /// - Parameters:
    ///   - outcomes: What became of each.
    ///   - rows: The rows.
    ///   - attempts: How often they were sent.
    /// - Returns: The ids of other rows that were parked with one that they need.
    /// - Throws: What kept it from being stored; the rows go out again.
    func settle(
        _ outcomes: [RowOutcome],
        of rows: [OutboxRow],
        attempts: Int64
    ) async throws -> Set<String>
}

/// The rows of a lane in the table `outbox`.
struct OutboxShelf: Shelf {
    let lane: String
    let store: Store
    let now: @Sendable () -> Instant
    let hook: Settlement.Hook

    func rows(after number: Int64, limit: Int) throws -> ShelfPage {
        let rows = try store.read { try $0.owed(to: lane, after: number, limit: limit) }
        return ShelfPage(rows: rows, next: rows.count == limit ? rows.last?.number : nil)
    }

    func settle(
        _ outcomes: [RowOutcome],
        of rows: [OutboxRow],
        attempts: Int64
    ) async throws -> Set<String> {
        let now = now()
        return try await store.write(
            // A row that is settled is less work than one that is decided.
            weight: max(1, rows.count / 8)
        ) { [lane, hook] transaction in
            try Settlement.apply(
                outcomes,
                to: rows,
                of: lane,
                attempts: attempts,
                at: now,
                hook,
                transaction
            )
        }
    }
}
