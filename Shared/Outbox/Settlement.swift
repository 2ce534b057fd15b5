import Primitives
import Storage
import Wire

/// Writes what became of rows into the store.
enum Settlement {
    /// Hears, in the commit, what became of each row.
    typealias Hook = @Sendable (OutboxRow, RowOutcome, borrowing Transaction) throws -> Void

    /// Settles or parks the rows of a batch.
    ///
    /// - Returns: The ids of other rows that were parked with one that they need.
    /// - Throws: `StorageError`, or what the hook throws.
    static func apply(
        _ outcomes: [RowOutcome],
        to rows: [OutboxRow],
        of neighbour: String,
        attempts: Int64,
        at now: Instant,
        _ hook: Hook,
        _ transaction: borrowing Transaction
    ) throws -> Set<String> {
        var parkedAlong: Set<String> = []
        for (row, outcome) in zip(rows, outcomes)
        where try transaction.apply(outcome, to: row, attempts: attempts, at: now) {
            try hook(row, outcome, transaction)
            if case .delivered = outcome { continue }
            parkedAlong.formUnion(
                try transaction.parkDependents(of: row.id, at: neighbour, now: now)
            )
        }
        return parkedAlong
    }
}

extension Transaction {
    /// Settles or parks one row; false where it is not owed any more.
    fileprivate borrowing func apply(
        _ outcome: RowOutcome,
        to row: OutboxRow,
        attempts: Int64,
        at now: Instant
    ) throws -> Bool {
        switch outcome {
        case .delivered where row.retries == 0:
            return try execute(
                "DELETE FROM outbox WHERE number = ? AND id = ? AND state = 0",
                .int(row.number),
                .text(row.id)
            ) == 1
        case .delivered: return try mark(row, .delivered, nil, attempts, now)
        case .refused(let reason): return try mark(row, .refused, reason, attempts, now)
        case .unknown(let reason): return try mark(row, .unknown, reason, attempts, now)
        case .settledByHand: return false
        }
    }

    private borrowing func mark(
        _ row: OutboxRow,
        _ state: RowState,
        _ reason: JSON?,
        _ attempts: Int64,
        _ now: Instant
    ) throws -> Bool {
        try execute(
            """
            UPDATE outbox SET state = ?, reason = ?, attempts = attempts + ?, parked_at = ?
            WHERE number = ? AND id = ? AND state = 0
            """,
            .int(state.rawValue),
            .optional(reason.map { String(decoding: JSONWriter.bytes(of: $0), as: UTF8.self) }),
            .int(attempts),
            .int(now.milliseconds),
            .int(row.number),
            .text(row.id)
        ) == 1
    }

    /// Parks the owed rows that need a parked one, and those that need them.
    fileprivate borrowing func parkDependents(
        of id: String,
        at neighbour: String,
        now: Instant
    ) throws -> [String] {
        var parked: [String] = []
        var next = [id]
        while let id = next.popLast() {
            let dependents = try reads.dependents(of: id, at: neighbour, in: .owed)
            for dependent in dependents {
                try execute(
                    "UPDATE outbox SET state = 3, parked_at = ? WHERE id = ?",
                    .int(now.milliseconds),
                    .text(dependent)
                )
            }
            parked += dependents
            next += dependents
        }
        return parked
    }
}

extension Snapshot {
    /// The ids of the rows in a state that need another row.
    borrowing func dependents(
        of id: String,
        at neighbour: String,
        in state: RowState
    ) throws -> [String] {
        try all(
            """
            SELECT id FROM outbox WHERE needs = ? AND neighbour = ? AND state = ?
            ORDER BY number
            """,
            .text(id),
            .text(neighbour),
            .int(state.rawValue)
        ) { $0.text(0) }
    }
}
