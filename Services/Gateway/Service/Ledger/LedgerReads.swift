import GatewayDomain
import Primitives
import Storage

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
                is_reward, programme, available, pending, held, format, refusal,
                counterparty, postings, parent, origin, until, event
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
                is_reward, programme, available, pending, held, format, refusal,
                counterparty, postings, parent, origin, until, event
            FROM transfer JOIN account ON account.number = transfer.account
            WHERE id = ?
            """,
            .blob(id.bytes)
        ) { TransferReply(record: try TransferRecord($0, from: 1), member: $0.text(0)) }
    }

    /// A member's transfers before a place of the statement, newest first, without what no
    /// statement shows: their keys and what these stand for.
    borrowing func statement(
        of account: Int64,
        before entry: Int64,
        limit: Int
    ) throws -> [TransferRecord] {
        try all(
            """
            SELECT id, account, entry, kind, asset, amount, at, '', '', reason, reference,
                is_reward, programme, available, pending, held, format, refusal,
                counterparty, postings, parent, origin, until, event
            FROM transfer WHERE account = ? AND entry < ? ORDER BY entry DESC LIMIT ?
            """,
            .int(account),
            .int(entry),
            .int(Int64(limit))
        ) { try TransferRecord($0) }
    }
}
