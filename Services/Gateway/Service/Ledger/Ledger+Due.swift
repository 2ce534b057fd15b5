import GatewayDomain
import Primitives
import ServiceHost
import Storage

extension Ledger {
    /// What comes due in the ledger by itself: pending credits, holds, lots.
    ///
    /// - Parameter owed: How many rows are still to be told to neighbours.
    /// - Returns: What the background job and a run of the test clock do.
    func dueWork(owing owed: @escaping @Sendable (borrowing Snapshot) throws -> Int64) -> DueWork {
        DueWork(
            next: { try $0.nextDue() },
            settle: { now, limit, transaction in
                try settleDue(at: now, limit: limit, transaction)
            },
            isNew: { try $0.hasNoBusiness() },
            newest: { try Chain.head($0)?.at },
            owed: owed,
            rewind: { instant, transaction in
                try programme.rewind(to: instant, transaction)
            }
        )
    }

    /// How many accounts are looked at for each that is to be settled, where some are damaged.
    private static let widestSearch = 20

    private func settleDue(
        at now: Instant,
        limit: Int,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        var count = 0
        var last = DueAccount(number: 0, due: .min)
        var zone: Zone?
        for _ in 0..<Self.widestSearch {
            let accounts = try transaction.reads.dueAccounts(after: last, at: now, limit)
            guard let end = accounts.last else { break }
            let current = try zone ?? programme.current(transaction.reads).section.calendar
            zone = current
            for account in accounts where count < limit {
                if try settle(account.number, at: now, in: current, transaction) { count += 1 }
            }
            last = end
            if count == limit || accounts.count < limit { break }
        }
        return count
    }

    /// Settles one account, or finds that it is damaged before anything is written.
    ///
    /// - Returns: Whether it was settled; what is damaged holds up no one else.
    private func settle(
        _ number: Int64,
        at now: Instant,
        in zone: Zone,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        let opened: OpenedAccount
        let (book, due): (Book, [DueRow])
        do {
            guard let found = try transaction.reads.account(number),
                try !transaction.reads.hasLine(after: found.lastEntry, of: number)
            else { return false }
            opened = found
            (book, due) = try Book.open(
                opened,
                .balances,
                at: now,
                in: zone,
                programme,
                transaction.reads
            )
        } catch StorageError.fault {
            return false
        }
        try book.store(due, insteadOf: opened, transaction)
        return true
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
        after last: DueAccount,
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
            .int(last.due),
            .int(last.number),
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
