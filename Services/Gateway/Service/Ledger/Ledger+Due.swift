import GatewayDomain
import Primitives
import ServiceHost
import Storage

extension Ledger {
    /// What comes due in the ledger by itself: pending credits, holds, lots.
    ///
    /// - Parameters:
    ///   - owed: How many rows are still to be told to neighbours.
    ///   - stuck: Hears of accounts that cannot be settled.
    /// - Returns: What the background job and a run of the test clock do.
    func dueWork(
        owing owed: @escaping @Sendable (borrowing Snapshot) throws -> Int64,
        _ stuck: StuckDues<LedgerDue>
    ) -> DueWork {
        let accounts = DueSweep<DueAccount>()
        return DueWork(
            next: { try $0.nextDue() },
            settle: { try settle(until: $0, limit: $1, accounts, stuck, $2) },
            isNew: { try $0.hasNoBusiness() },
            newest: { try Chain.head($0)?.at },
            owed: owed,
            rewind: { instant, transaction in
                try programme.rewind(to: instant, transaction)
            }
        )
    }

    /// Settles the accounts in which something was due first, each by itself: one that cannot be
    /// settled is undone, and holds up no other.
    private func settle(
        until now: Instant,
        limit: Int,
        _ accounts: DueSweep<DueAccount>,
        _ stuck: StuckDues<LedgerDue>,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        var zone: Zone?
        var batch = DueBatch(room: limit)
        let left = try batch.settle(transaction, accounts) { last, limit, reads in
            try reads.dueAccounts(after: last, at: now, limit)
        } _: { due, transaction in
            let current = try zone ?? programme.current(transaction.reads).section.calendar
            zone = current
            try settle(due.number, at: now, in: current, transaction)
            return 1
        }
        stuck.report(.account, left) { "\($0.number)" }
        return batch.settled
    }

    private func settle(
        _ number: Int64,
        at now: Instant,
        in zone: Zone,
        _ transaction: borrowing Transaction
    ) throws {
        guard let opened = try transaction.reads.account(number),
            try !transaction.reads.hasLine(after: opened.lastEntry, of: number)
        else { throw StorageError.fault("the account's statement is ahead of it") }
        let (book, due) = try Book.open(
            opened,
            .balances,
            at: now,
            in: zone,
            programme,
            transaction.reads
        )
        try book.store(due, insteadOf: opened, transaction)
    }
}

/// An account in which something may be due, in the order in which accounts are settled.
private struct DueAccount {
    let number: Int64
    let due: Int64
}

extension Snapshot {
    /// An instant before which nothing is due in any account, or nil where nothing ever is.
    fileprivate borrowing func nextDue() throws -> Instant? {
        try first(
            """
            SELECT next_due FROM account WHERE next_due < 9223372036854775807
            ORDER BY next_due, number LIMIT 1
            """
        ) { Instant(milliseconds: $0.int(0)) }
    }

    /// The next accounts in which something may be due.
    fileprivate borrowing func dueAccounts(
        after last: DueAccount?,
        at now: Instant,
        _ limit: Int
    ) throws -> [DueAccount] {
        try all(
            """
            SELECT number, next_due FROM account
            WHERE next_due <= ? AND next_due < 9223372036854775807
                AND (next_due, number) > (?, ?)
            ORDER BY next_due, number LIMIT ?
            """,
            .int(now.milliseconds),
            .int(last?.due ?? .min),
            .int(last?.number ?? 0),
            .int(Int64(limit))
        ) { DueAccount(number: $0.int(0), due: $0.int(1)) }
    }

    /// Whether an account's statement has a line that the account does not know of.
    fileprivate borrowing func hasLine(after entry: Int64, of account: Int64) throws -> Bool {
        try first(
            "SELECT 1 FROM transfer WHERE account = ? AND entry > ? LIMIT 1",
            .int(account),
            .int(entry)
        ) { _ in true } ?? false
    }

    fileprivate borrowing func hasNoBusiness() throws -> Bool {
        let transfer = try first("SELECT 1 FROM transfer LIMIT 1") { $0.int(0) }
        let event = try first("SELECT 1 FROM event LIMIT 1") { $0.int(0) }
        return transfer == nil && event == nil
    }
}
