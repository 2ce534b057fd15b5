import GatewayDomain
import Primitives
import Storage

extension Ledger {
    /// Numbers a caller that sends its first key.
    func open(caller: String, _ transaction: borrowing Transaction) throws -> Int64 {
        let number = try transaction.reads.first(
            "SELECT COALESCE(MAX(number), 0) + 1 FROM caller"
        ) { $0.int(0) }
        guard let number else { throw StorageError.fault("a maximum has no row") }
        try transaction.execute(
            "INSERT INTO caller (number, name) VALUES (?, ?)",
            .int(number),
            .text(caller)
        )
        return number
    }

    /// Opens the account of a member who is named for the first time.
    func open(
        _ member: MemberID,
        salt: [UInt8],
        _ transaction: borrowing Transaction
    ) throws -> OpenedAccount {
        let number = try transaction.reads.first(
            "SELECT COALESCE(MAX(number), 0) + 1 FROM account"
        ) { $0.int(0) }
        guard let number else { throw StorageError.fault("a maximum has no row") }
        try transaction.execute(
            "INSERT INTO account (number, member, state, salt) VALUES (?, ?, 0, ?)",
            .int(number),
            .text(member.text),
            .blob(salt)
        )
        return OpenedAccount(number: number, state: .open, salt: salt, lastEntry: 0)
    }
}

extension Transaction {
    /// Adds a row to the ledger.
    borrowing func insert(_ record: TransferRecord, caller: Int64, salt: [UInt8]) throws {
        let digest = Chain.digest(
            salt: salt,
            key: record.key,
            reason: record.reason,
            reference: record.reference
        )
        try execute(
            """
            INSERT INTO transfer (id, account, entry, kind, counterparty, asset, amount, at,
                caller, key, request, reason, reference, is_reward, programme,
                available, pending, held, digest, format, refusal)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .blob(record.id.bytes),
            .int(record.account),
            .optional(record.entry),
            .int(record.kind.rawValue),
            .int(record.kind.counterparty.rawValue),
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
            .optional(record.refusal)
        )
    }

    /// Stores what an account has of an asset.
    borrowing func save(_ balance: Balance, of account: Int64, _ asset: AssetID) throws {
        try execute(
            """
            INSERT INTO balance (account, asset, available, pending, held, earned, spent)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (account, asset) DO UPDATE SET available = excluded.available,
                pending = excluded.pending, held = excluded.held, earned = excluded.earned,
                spent = excluded.spent
            """,
            .int(account),
            .text(asset.text),
            .int(balance.available.value),
            .int(balance.pending.value),
            .int(balance.held.value),
            .int(balance.earnedTotal.value),
            .int(balance.spentTotal.value)
        )
    }
}
