import GatewayDomain
import Primitives
import Storage

extension Transaction {
    /// Stores what a movement did to an account's lots.
    borrowing func save(
        _ postings: [Posting],
        of account: Int64,
        _ asset: AssetID
    ) throws {
        for posting in postings {
            switch posting.place {
            case .lot(let key):
                try change(key, of: account, asset, available: posting.amount, lapsed: 0)
            case .lapsed(let key):
                try change(key, of: account, asset, available: 0, lapsed: posting.amount)
            case .held, .pending: continue
            }
        }
    }

    private borrowing func change(
        _ key: LotKey,
        of account: Int64,
        _ asset: AssetID,
        available: Int64,
        lapsed: Int64
    ) throws {
        if available < 0 || lapsed < 0 {
            return try drain(key, of: account, asset, available: available, lapsed: lapsed)
        }
        try execute(
            """
            INSERT INTO holding (account, day, asset, is_extended, available, lapsed,
                pending, held, earned, spent, entry, at)
            VALUES (?, ?, ?, ?, ?, ?, 0, 0, 0, 0, 0, 0)
            ON CONFLICT (account, day, asset, is_extended) DO UPDATE SET
                available = holding.available + excluded.available,
                lapsed = holding.lapsed + excluded.lapsed
            """,
            .int(account),
            .int(key.storedDay),
            .text(asset.text),
            .int(key.isExtended ? 1 : 0),
            .int(available),
            .int(lapsed)
        )
    }

    private borrowing func drain(
        _ key: LotKey,
        of account: Int64,
        _ asset: AssetID,
        available: Int64,
        lapsed: Int64
    ) throws {
        // A constraint refuses what would be below 0: then the store is not sound.
        let changed = try execute(
            """
            UPDATE holding SET available = available + ?, lapsed = lapsed + ?
            WHERE account = ? AND day = ? AND asset = ? AND is_extended = ?
            """,
            .int(available),
            .int(lapsed),
            .int(account),
            .int(key.storedDay),
            .text(asset.text),
            .int(key.isExtended ? 1 : 0)
        )
        guard changed == 1 else { throw StorageError.fault("a lot is gone") }
        try execute(
            """
            DELETE FROM holding WHERE account = ? AND day = ? AND asset = ? AND is_extended = ?
                AND available = 0 AND lapsed = 0
            """,
            .int(account),
            .int(key.storedDay),
            .text(asset.text),
            .int(key.isExtended ? 1 : 0)
        )
    }

    /// Stores a pending credit as it is now.
    borrowing func save(_ pending: PendingCredit, of account: Int64) throws {
        try execute(
            """
            INSERT INTO pending_credit (account, transfer, asset, amount, available_at,
                is_confirmable, expires_on, settled_day)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (account, transfer) DO UPDATE SET amount = excluded.amount,
                settled_day = excluded.settled_day
            """,
            .int(account),
            .blob(pending.id.bytes),
            .text(pending.asset.text),
            .int(pending.left.value),
            .optional(pending.availableAt?.milliseconds),
            .int(pending.isConfirmable ? 1 : 0),
            .optional(pending.expiresOn?.daysSinceEpoch),
            .optional(pending.settledInto?.storedDay)
        )
    }

    /// Stores a hold as it is now.
    borrowing func save(_ hold: Hold, of account: Int64) throws {
        try execute(
            """
            INSERT INTO hold (account, transfer, asset, lapses_at, state, pieces)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (account, transfer) DO UPDATE SET state = excluded.state,
                pieces = excluded.pieces
            """,
            .int(account),
            .blob(hold.id.bytes),
            .text(hold.asset.text),
            .int(hold.lapsesAt.milliseconds),
            .int(hold.state.rawValue),
            .text(PostingText.text(of: hold.pieces))
        )
    }

    /// Stores what stands of a transfer now.
    borrowing func save(_ standing: Standing, of account: Int64) throws {
        try execute(
            """
            INSERT INTO standing (account, transfer, undone, sources) VALUES (?, ?, ?, ?)
            ON CONFLICT (account, transfer) DO UPDATE SET undone = excluded.undone,
                sources = excluded.sources
            """,
            .int(account),
            .blob(standing.id.bytes),
            .int(standing.undone.value),
            .text(PostingText.text(of: standing.sources))
        )
    }
}
