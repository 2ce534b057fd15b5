import GatewayDomain
import Primitives
import Storage

/// A transfer in a chain of reversals.
struct TransferLink {
    let number: Int64
    let id: TimeOrderedID
    let kind: TransferKind
    let amount: Int64
    /// What it reverses, captures or makes available.
    let parent: TimeOrderedID?

    init(
        number: Int64,
        id: TimeOrderedID,
        kind: TransferKind,
        amount: Int64,
        parent: TimeOrderedID?
    ) {
        self.number = number
        self.id = id
        self.kind = kind
        self.amount = amount
        self.parent = parent
    }

    fileprivate init(_ row: borrowing Row) throws {
        guard let kind = TransferKind(rawValue: row.int(2)) else {
            throw StorageError.fault("a transfer has a kind that is none")
        }
        self.init(
            number: row.int(0),
            id: try TimeOrderedID(stored: row.blob(1)),
            kind: kind,
            amount: row.int(3),
            parent: row.isNull(4) ? nil : try TimeOrderedID(stored: row.blob(4))
        )
    }
}

extension Snapshot {
    /// What is told of a reversal, and of which told transfer it has left nothing, if of any.
    ///
    /// Both are functions of the rows up to it, so that it is told in the same words again.
    borrowing func reversal(
        by link: TransferLink
    ) throws -> (type: String, undoes: TimeOrderedID?) {
        let parent = try parent(of: link)
        let undoes = try isUndone(parent, upTo: link.number) ? name(of: parent) : nil
        guard parent.kind == .reversal else { return ("points.reversed", undoes) }
        var depth = 2
        let target = try self.parent(of: parent)
        var root = target
        while root.kind == .reversal {
            depth += 1
            root = try self.parent(of: root)
        }
        // A reversal of what was restored reverses again.
        guard depth.isMultiple(of: 2) else { return ("points.reversed", undoes) }
        guard try isUndone(target, upTo: parent.number) else { return ("points.restored", undoes) }
        // Nothing was left of it, so it was told as undone, and is told anew.
        let tookPoints = root.kind == .debit || root.kind == .capture
        return (tookPoints ? "points.spent" : "points.earned", undoes)
    }

    private borrowing func parent(of link: TransferLink) throws -> TransferLink {
        let found = try link.parent.map { id in
            try first(
                "SELECT number, id, kind, amount, parent FROM transfer WHERE id = ?",
                .blob(id.bytes),
                as: TransferLink.init
            )
        }
        guard let parent = found ?? nil else {
            throw StorageError.fault("what a transfer reverses is gone")
        }
        return parent
    }

    /// Whether rows up to a number have left nothing of a transfer.
    private borrowing func isUndone(_ link: TransferLink, upTo number: Int64) throws -> Bool {
        try undone(link.id, upTo: number) >= link.amount
    }

    /// How much of a transfer rows up to a number have undone; what of these is undone counts not.
    private borrowing func undone(_ id: TimeOrderedID, upTo number: Int64) throws -> Int64 {
        // One transfer may have many reversals: only those are read that were undone themselves.
        let restored = try all(
            """
            SELECT r.id FROM transfer r
            WHERE r.parent = ? AND r.kind IN (4, 10) AND r.kind = 10 AND r.number <= ?
                AND EXISTS (
                    SELECT 1 FROM transfer u
                    WHERE u.parent = r.id AND u.kind IN (4, 10) AND u.kind = 10 AND u.number <= ?
                )
            """,
            .blob(id.bytes),
            .int(number),
            .int(number)
        ) { try TimeOrderedID(stored: $0.blob(0)) }
        // Together they never undo more than the transfer's amount, which fits.
        var sum =
            try first(
                """
                SELECT CAST(COALESCE(SUM(amount), 0) AS BIGINT) FROM transfer
                WHERE parent = ? AND kind IN (4, 10) AND kind = 10 AND number <= ?
                """,
                .blob(id.bytes),
                .int(number)
            ) { $0.int(0) } ?? 0
        for reversal in restored { sum -= try undone(reversal, upTo: number) }
        return sum
    }

    /// The name under which a transfer was told: of pending points that of the row that made them
    /// available, nil where none has.
    private borrowing func name(of link: TransferLink) throws -> TimeOrderedID? {
        guard link.kind == .pendingCredit else { return link.id }
        return try first(
            """
            SELECT id FROM transfer WHERE parent = ? AND kind IN (4, 10) AND kind = 4
            ORDER BY number LIMIT 1
            """,
            .blob(link.id.bytes)
        ) { try TimeOrderedID(stored: $0.blob(0)) }
    }
}
