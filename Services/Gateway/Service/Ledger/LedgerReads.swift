import GatewayDomain
import Primitives
import Storage

/// An account as an operation finds or opens it.
struct OpenedAccount: Sendable {
    let number: Int64
    let state: Account.State
    let salt: [UInt8]
    /// The place of the newest line of its statement, 0 where it has none.
    let lastEntry: Int64
}

/// A caller's number, and the row that its key names already.
struct KeyLookup: Sendable {
    let caller: Int64
    let record: TransferRecord?
    let member: String
}

extension Snapshot {
    /// Looks a key up in a caller's key space; nil where the caller has never sent one.
    borrowing func lookup(_ key: String, of caller: String) throws -> KeyLookup? {
        try first(
            """
            SELECT caller.number, account.member,
                id, account, entry, kind, asset, amount, at, key, request, reason, reference,
                is_reward, programme, available, pending, held, format, refusal
            FROM caller LEFT JOIN transfer ON transfer.caller = caller.number AND key = ?
                LEFT JOIN account ON account.number = transfer.account
            WHERE caller.name = ?
            """,
            .text(key),
            .text(caller)
        ) { row in
            KeyLookup(
                caller: row.int(0),
                record: row.isNull(2) ? nil : try TransferRecord(row, from: 2),
                member: row.text(1)
            )
        }
    }

    /// The transfer of an id, with its member.
    borrowing func transfer(_ id: TimeOrderedID) throws -> TransferReply? {
        try first(
            """
            SELECT account.member,
                id, account, entry, kind, asset, amount, at, key, request, reason, reference,
                is_reward, programme, available, pending, held, format, refusal
            FROM transfer JOIN account ON account.number = transfer.account
            WHERE id = ?
            """,
            .blob(id.bytes)
        ) { TransferReply(record: try TransferRecord($0, from: 1), member: $0.text(0)) }
    }

    /// A member's transfers before a place of the statement, newest first.
    borrowing func statement(
        of account: Int64,
        before entry: Int64,
        limit: Int
    ) throws -> [TransferRecord] {
        try all(
            """
            SELECT id, account, entry, kind, asset, amount, at, key, request, reason, reference,
                is_reward, programme, available, pending, held, format, refusal
            FROM transfer WHERE account = ? AND entry < ? ORDER BY entry DESC LIMIT ?
            """,
            .int(account),
            .int(entry),
            .int(Int64(limit))
        ) { try TransferRecord($0) }
    }

    /// A member's account, or nil while the member has none.
    borrowing func account(of member: MemberID) throws -> OpenedAccount? {
        try first(
            """
            SELECT number, state, salt,
                (SELECT COALESCE(MAX(entry), 0) FROM transfer WHERE account = account.number)
            FROM account WHERE member = ?
            """,
            .text(member.text)
        ) { row in
            guard let state = Account.State(rawValue: row.int(1)) else {
                throw StorageError.fault("an account has a state that is none")
            }
            return OpenedAccount(
                number: row.int(0),
                state: state,
                salt: row.blob(2),
                lastEntry: row.int(3)
            )
        }
    }

    /// What an account has of an asset, or nil where it has never had any.
    borrowing func balance(of account: Int64, _ asset: AssetID) throws -> Balance? {
        try first(
            """
            SELECT available, pending, held, earned, spent FROM balance
            WHERE account = ? AND asset = ?
            """,
            .int(account),
            .text(asset.text)
        ) { Balance($0, from: 0) }
    }

    /// What a member has, by asset; empty while the member has no account.
    borrowing func balances(of member: MemberID) throws -> [(asset: String, balance: Balance)] {
        try all(
            """
            SELECT asset, available, pending, held, earned, spent
            FROM account JOIN balance ON balance.account = account.number
            WHERE account.member = ?
            """,
            .text(member.text)
        ) { ($0.text(0), Balance($0, from: 1)) }
    }
}

extension Balance {
    /// The balance of a row whose columns from `first` on are its parts.
    fileprivate init(_ row: borrowing Row, from first: Int32) {
        self.init(
            available: Points(row.int(first)),
            pending: Points(row.int(first + 1)),
            held: Points(row.int(first + 2)),
            earnedTotal: Points(row.int(first + 3)),
            spentTotal: Points(row.int(first + 4))
        )
    }
}
