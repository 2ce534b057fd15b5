import GatewayDomain
import Primitives
import ServiceHost
import Storage

extension Ledger {
    /// What comes due in the ledger by itself: pending credits, holds, lots.
    var dueWork: DueWork {
        DueWork(
            next: { try $0.nextDue() },
            settle: { now, limit, transaction in
                try settleDue(at: now, limit: limit, transaction)
            },
            isNew: { try $0.hasNoBusiness() },
            rewind: { instant, transaction in
                try programme.rewind(to: instant, transaction)
            }
        )
    }

    private func settleDue(
        at now: Instant,
        limit: Int,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        let numbers = try transaction.reads.all(
            """
            SELECT number FROM account
            WHERE next_due <= ? AND next_due < 9223372036854775807
            ORDER BY next_due, number LIMIT ?
            """,
            .int(now.milliseconds),
            .int(Int64(limit))
        ) { $0.int(0) }
        guard !numbers.isEmpty else { return 0 }
        let zone = try programme.current(transaction.reads).section.calendar
        var count = 0
        for number in numbers {
            guard let opened = try transaction.reads.account(number) else {
                throw StorageError.fault("an account is gone")
            }
            let (book, due): (Book, [DueRow])
            do {
                (book, due) = try Book.open(
                    opened,
                    .balances,
                    at: now,
                    in: zone,
                    programme,
                    transaction.reads
                )
            } catch StorageError.fault {
                // What is damaged is found before anything is written, and holds up no one else.
                continue
            }
            try book.store(due, insteadOf: opened, transaction)
            count += 1
        }
        return count
    }
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

    fileprivate borrowing func hasNoBusiness() throws -> Bool {
        let transfer = try first("SELECT 1 FROM transfer LIMIT 1") { $0.int(0) }
        let event = try first("SELECT 1 FROM event LIMIT 1") { $0.int(0) }
        return transfer == nil && event == nil
    }
}
