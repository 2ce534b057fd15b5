import GatewayDomain
import Primitives
import Storage

extension Transaction {
    /// Numbers a caller that sends its first key.
    borrowing func open(caller: String) throws -> Int64 {
        let number = try reads.first(
            "SELECT COALESCE(MAX(number), 0) + 1 FROM caller"
        ) { $0.int(0) }
        guard let number else { throw StorageError.fault("a maximum has no row") }
        try execute(
            "INSERT INTO caller (number, name) VALUES (?, ?)",
            .int(number),
            .text(caller)
        )
        return number
    }

    /// Opens the account of a member who is named for the first time.
    borrowing func open(_ member: MemberID, salt: [UInt8]) throws -> OpenedAccount {
        let number = try reads.first(
            "SELECT COALESCE(MAX(number), 0) + 1 FROM account"
        ) { $0.int(0) }
        guard let number else { throw StorageError.fault("a maximum has no row") }
        try execute(
            "INSERT INTO account (number, member, state, salt) VALUES (?, ?, 0, ?)",
            .int(number),
            .text(member.text),
            .blob(salt)
        )
        return OpenedAccount(number: number, salt: salt)
    }

    /// Adds a row to the ledger.
    borrowing func insert(_ record: TransferRecord, caller: Int64, salt: [UInt8]) throws {
        let digest = Chain.digest(of: record, caller: caller, salt: salt)
        try execute(
            """
            INSERT INTO transfer (id, account, entry, kind, counterparty, asset, amount, at,
                caller, key, request, reason, reference, is_reward, programme,
                available, pending, held, digest, format, refusal,
                postings, parent, origin, until, event)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,
                ?, ?, ?, ?, ?)
            """,
            .blob(record.id.bytes),
            .int(record.account),
            .optional(record.entry),
            .int(record.kind.rawValue),
            .int(record.counterparty.rawValue),
            .text(record.asset),
            .int(record.amount),
            .int(record.at.milliseconds),
            .int(caller),
            .text(record.key),
            .blob(record.request),
            .text(record.reason),
            .optional(record.reference),
            .int(record.isReward ? 1 : 0),
            .int(record.programme),
            .int(record.available),
            .int(record.pending),
            .int(record.held),
            .blob(digest),
            .int(record.format),
            .optional(record.refusal),
            .optional(record.postings),
            .optional(record.parent?.bytes),
            .optional(record.origin?.bytes),
            .optional(record.until?.milliseconds),
            .optional(record.event)
        )
    }

    /// Stores what an account has of an asset after a row.
    borrowing func save(_ balance: Balance, after record: TransferRecord) throws {
        try execute(
            """
            INSERT INTO holding (account, day, asset, is_extended, available, lapsed,
                pending, held, earned, spent, entry, at)
            VALUES (?, -9999999, ?, 0, ?, 0, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (account, day, asset, is_extended) DO UPDATE SET
                available = excluded.available, pending = excluded.pending,
                held = excluded.held, earned = excluded.earned, spent = excluded.spent,
                entry = excluded.entry, at = excluded.at
            """,
            .int(record.account),
            .text(record.asset),
            .int(balance.available.value),
            .int(balance.pending.value),
            .int(balance.held.value),
            .int(balance.earnedTotal.value),
            .int(balance.spentTotal.value),
            .int(record.entry ?? 0),
            .int(record.at.milliseconds)
        )
    }

    /// Stores before which instant nothing is due in an account.
    borrowing func save(nextDue: Instant, of account: Int64) throws {
        try execute(
            "UPDATE account SET next_due = ? WHERE number = ?",
            .int(nextDue.milliseconds),
            .int(account)
        )
    }
}
