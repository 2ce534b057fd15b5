import Primitives
import Storage
import Synchronization
import Wire

/// The rows of a feed, of which only a cursor is stored.
///
/// A message that its neighbour refuses or cannot make sense of becomes a parked row of the outbox
/// in the commit that moves the cursor past it, so that it is seen, and an operator can send it
/// again.
final class FeedShelf: Shelf {
    let feed: Feed
    private let store: Store
    private let now: @Sendable () -> Instant

    private struct State {
        /// How far it has got; nil until the cursor has been read.
        var place: FeedPlace?
        /// When it last got on, or began.
        var movedAt: Instant
        /// How many rows one read asks for; nil while none has taken too long.
        var reach: Int?
        /// How many times the store's limit a read may last.
        var patience = 1
    }

    /// From how many rows on a read asks for as many as are wanted again.
    private static let enough = 1000
    /// How many times the store's limit the read of one row may last at most.
    private static let mostPatience = 16

    /// After how many reads others have their turn.
    private static let mostReads = 10

    private let state: Mutex<State>

    init(_ feed: Feed, in store: Store, now: @escaping @Sendable () -> Instant) {
        self.feed = feed
        self.store = store
        self.now = now
        state = Mutex(State(place: nil, movedAt: now()))
    }

    func rows(after number: Int64, limit: Int) throws -> ShelfPage {
        let begin = try state.withLock { $0.place } ?? start()
        var place = begin.readsOn(from: number)
        var rows: [OutboxRow] = []
        var count = 0
        while rows.count < limit {
            // As many as are wanted: were all told, none would have been read in vain.
            let wanted = limit - rows.count
            let entries = try read(after: place, atMost: max(wanted, 100))
            guard let last = take(entries, upTo: wanted, &rows) else {
                return ShelfPage(rows: rows, next: nil)
            }
            place = last
            count += 1
            // Where reads take long or find little, what was read goes out before the next.
            if count == Self.mostReads || state.withLock({ $0.reach != nil }) { break }
        }
        return ShelfPage(rows: rows, next: place)
    }

    /// Reads rows: fewer after a read that took too long, by and by more after those that did not.
    ///
    /// One row that takes too long by itself is given more time, or the feed would end with it; so
    /// are those behind it, which may be like it, until reads are as large as ever.
    private func read(after number: Int64, atMost most: Int) throws -> [Feed.Entry] {
        let (reach, patience) = state.withLock { ($0.reach, $0.patience) }
        let asked = min(most, reach ?? most)
        do {
            let entries = try store.read(lasting: patience) {
                try feed.entries(number, asked, $0)
            }
            state.withLock { state in
                guard let reach, asked == reach else { return }
                let more = reach + max(1, reach / 4)
                state.reach = more < Self.enough ? more : nil
                if state.reach == nil { state.patience = 1 }
            }
            return entries
        } catch StorageError.timeIsOver {
            state.withLock { state in
                state.reach = max(1, asked / 2)
                if asked == 1 { state.patience = min(2 * patience, Self.mostPatience) }
            }
            throw StorageError.timeIsOver
        }
    }

    func settle(
        _ outcomes: [RowOutcome],
        of rows: [OutboxRow],
        attempts: Int64
    ) async throws -> Set<String> {
        let numbers = rows.map(\.number)
        let cursor = state.withLock { $0.place?.cursor(after: numbers) ?? 0 }
        let now = now()
        try await store.write { [feed] transaction in
            for (row, outcome) in zip(rows, outcomes) {
                try transaction.park(
                    row,
                    outcome,
                    for: feed.neighbour,
                    attempts: attempts,
                    at: now
                )
            }
            try transaction.move(cursorOf: feed.name, to: cursor)
        }
        state.withLock { state in
            state.place?.settle(numbers)
            state.movedAt = now
        }
        // Nothing in a feed needs another row.
        return []
    }

    /// How many rows are behind the cursor.
    ///
    /// - Throws: `StorageError`.
    func pending(_ reads: borrowing Snapshot) throws -> Int64 {
        max(0, try feed.newest(reads) - cursor(reads))
    }

    /// Since when the feed has not got on though there are rows, or nil where there are none.
    ///
    /// The history that a neighbour is told which comes late is old, but not late.
    ///
    /// - Throws: `StorageError`.
    func waitingSince(_ reads: borrowing Snapshot) throws -> Instant? {
        let movedAt = state.withLock { $0.movedAt }
        return try feed.written(cursor(reads), reads).map { max($0, movedAt) }
    }

    private func cursor(_ reads: borrowing Snapshot) throws -> Int64 {
        try state.withLock { $0.place }?.cursor ?? reads.cursor(of: feed.name)
    }

    private func start() throws -> FeedPlace {
        let cursor = try store.read { try $0.cursor(of: feed.name) }
        return state.withLock { state in
            let place = state.place ?? FeedPlace(at: cursor)
            state.place = place
            return place
        }
    }

    /// Takes in rows until so many are to be told.
    ///
    /// - Returns: The number of the last one, or nil where there was none.
    private func take(
        _ entries: [Feed.Entry],
        upTo wanted: Int,
        _ rows: inout [OutboxRow]
    ) -> Int64? {
        var told = 0
        let taken = entries.prefix { entry in
            defer { told += entry.row == nil ? 0 : 1 }
            return told < wanted
        }
        rows += state.withLock { $0.place?.take(taken) ?? [] }
        return taken.last?.number
    }
}

extension Transaction {
    /// Parks a message of a feed that was not delivered.
    fileprivate borrowing func park(
        _ row: OutboxRow,
        _ outcome: RowOutcome,
        for neighbour: String,
        attempts: Int64,
        at now: Instant
    ) throws {
        let (state, reason): (RowState, JSON)
        switch outcome {
        case .delivered, .settledByHand: return
        case .refused(let why): (state, reason) = (.refused, why)
        case .unknown(let why): (state, reason) = (.unknown, why)
        }
        try execute(
            """
            INSERT INTO outbox (id, neighbour, kind, member, body, owed_at, state, retries,
                attempts, parked_at, reason)
            VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?) ON CONFLICT DO NOTHING
            """,
            .text(row.id),
            .text(neighbour),
            .text(row.kind),
            .text(row.member),
            .blob(row.body),
            .int(now.milliseconds),
            .int(state.rawValue),
            .int(attempts),
            .int(now.milliseconds),
            .text(String(decoding: JSONWriter.bytes(of: reason), as: UTF8.self))
        )
    }
}
