import GatewayDomain
import Primitives
import Storage

extension Snapshot {
    /// An account's pending credits that are not settled.
    borrowing func pendings(of account: Int64) throws -> [PendingCredit] {
        try all(
            """
            SELECT transfer, asset, amount, available_at, is_confirmable, expires_on, settled_day
            FROM pending_credit WHERE account = ? AND settled_day IS NULL ORDER BY transfer
            """,
            .int(account),
            as: PendingCredit.init
        )
    }

    /// A pending credit, settled or not.
    borrowing func pending(_ transfer: TimeOrderedID, of account: Int64) throws -> PendingCredit? {
        try first(
            """
            SELECT transfer, asset, amount, available_at, is_confirmable, expires_on, settled_day
            FROM pending_credit WHERE account = ? AND transfer = ?
            """,
            .int(account),
            .blob(transfer.bytes),
            as: PendingCredit.init
        )
    }

    /// An account's open holds.
    borrowing func holds(of account: Int64) throws -> [Hold] {
        try all(
            """
            SELECT transfer, asset, lapses_at, state, pieces FROM hold
            WHERE account = ? AND state = 0 ORDER BY transfer
            """,
            .int(account),
            as: Hold.init
        )
    }

    /// A hold, open or not.
    borrowing func hold(_ transfer: TimeOrderedID, of account: Int64) throws -> Hold? {
        try first(
            """
            SELECT transfer, asset, lapses_at, state, pieces FROM hold
            WHERE account = ? AND transfer = ?
            """,
            .int(account),
            .blob(transfer.bytes),
            as: Hold.init
        )
    }

    /// What stands of a transfer.
    borrowing func standing(of record: TransferRecord) throws -> Standing {
        let postings = try record.allPostings()
        let stored = try first(
            "SELECT undone, sources FROM standing WHERE account = ? AND transfer = ?",
            .int(record.account),
            .blob(record.id.bytes)
        ) { (undone: $0.int(0), sources: try [Posting](stored: $0.text(1))) }
        return Standing(
            id: record.id,
            kind: record.kind,
            counterparty: record.counterparty,
            amount: Points(record.amount),
            destinations: postings.destinations,
            sources: stored?.sources ?? postings.sources,
            undone: Points(stored?.undone ?? 0)
        )
    }
}

extension PendingCredit {
    fileprivate init(_ row: borrowing Row) throws {
        self.init(
            id: try TimeOrderedID(stored: row.blob(0)),
            asset: try AssetID(stored: row.text(1)),
            left: Points(row.int(2)),
            availableAt: row.optionalInt(3).map(Instant.init(milliseconds:)),
            isConfirmable: row.int(4) != 0,
            expiresOn: row.optionalInt(5).map(CalendarDay.init(daysSinceEpoch:)),
            settledInto: row.optionalInt(6).map { LotKey(stored: $0, isExtended: false) }
        )
    }
}

extension Hold {
    fileprivate init(_ row: borrowing Row) throws {
        guard let state = State(rawValue: row.int(3)) else {
            throw StorageError.fault("a hold has a state that is none")
        }
        self.init(
            id: try TimeOrderedID(stored: row.blob(0)),
            asset: try AssetID(stored: row.text(1)),
            lapsesAt: Instant(milliseconds: row.int(2)),
            state: state,
            pieces: try [Posting](stored: row.text(4))
        )
    }
}

extension TimeOrderedID {
    /// The id of a row.
    init(stored bytes: [UInt8]) throws {
        guard let id = TimeOrderedID(bytes: bytes) else {
            throw StorageError.fault("a row has an id that is none")
        }
        self = id
    }
}

extension [Posting] {
    /// The postings of a row.
    init(stored text: String) throws {
        guard let postings = PostingText.postings(of: text) else {
            throw StorageError.fault("a row has postings that are none")
        }
        self = postings
    }
}
