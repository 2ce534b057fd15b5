import GatewayDomain
import Primitives
import Storage

/// Compares what the store keeps of accounts with what their rows add up to.
///
/// Nothing is settled for it: rows and numbers are compared as they are stored.
struct Reconciliation {
    /// A number that is not what the rows say.
    struct Difference: Sendable {
        let account: Int64
        let asset: String?
        let what: String
        let stored: Int64
        let computed: Int64
    }

    /// How many rows are added up in one read.
    private static let stretch: Int64 = 2000

    let store: Store
    /// When the work's time is over.
    let deadline: ContinuousClock.Instant

    /// The accounts after a number, in order.
    func accounts(after number: Int64, limit: Int) throws -> [Int64] {
        try store.read { reads in
            try reads.all(
                "SELECT number FROM account WHERE number > ? ORDER BY number LIMIT ?",
                .int(number),
                .int(Int64(limit))
            ) { $0.int(0) }
        }
    }

    /// What is wrong with an account, which may be that its rows cannot even be read.
    func differencesOrFault(of account: Int64) throws -> [Difference] {
        do {
            return try differences(of: account)
        } catch StorageError.fault(let fault) {
            return [
                Difference(
                    account: account,
                    asset: nil,
                    what: "unreadable: \(fault)",
                    stored: 1,
                    computed: 0
                )
            ]
        }
    }

    /// What is wrong with an account; empty where all is well.
    ///
    /// A long statement is added up in several reads; what is stored is read with the last of
    /// them, on one snapshot.
    func differences(of account: Int64) throws -> [Difference] {
        var journal = Journal()
        while true {
            guard ContinuousClock.now < deadline else { throw StorageError.timeIsOver }
            let differences = try store.read { reads -> [Difference]? in
                let count = try reads.add(
                    toJournal: &journal,
                    account: account,
                    limit: Self.stretch
                )
                guard count < Self.stretch else { return nil }
                return try reads.differences(of: account, from: journal)
            }
            if let differences { return differences }
        }
    }
}

extension Snapshot {
    /// Adds the next rows of an account, and says how many there were.
    fileprivate borrowing func add(
        toJournal journal: inout Journal,
        account: Int64,
        limit: Int64
    ) throws -> Int64 {
        let records = try all(
            """
            SELECT id, account, entry, kind, asset, amount, at, key, request, reason, reference,
                is_reward, programme, available, pending, held, format, refusal,
                counterparty, postings, parent, origin, until, event
            FROM transfer WHERE account = ? AND entry > ? ORDER BY entry LIMIT ?
            """,
            .int(account),
            .int(journal.lastEntry),
            .int(limit)
        ) { try TransferRecord($0) }
        for record in records {
            try journal.add(record) { id in
                try transfer(id).map { try !$0.record.allPostings().sources.isEmpty }
            }
        }
        return Int64(records.count)
    }

    fileprivate borrowing func differences(
        of account: Int64,
        from journal: Journal
    ) throws -> [Reconciliation.Difference] {
        var stored = try numbers(of: account)
        stored.add(.newestLine, try newestLine(of: account))
        var journal = journal
        journal.add(.newestLine, journal.lastEntry)
        var differences = Set(stored.sums.keys).union(journal.sums.keys).sorted().compactMap {
            name -> Reconciliation.Difference? in
            let (kept, computed) = (stored.sums[name] ?? 0, journal.sums[name] ?? 0)
            guard kept != computed else { return nil }
            return Reconciliation.Difference(
                account: account,
                asset: name.asset,
                what: name.text,
                stored: kept,
                computed: computed
            )
        }
        for entry in journal.oddEntries.prefix(10) {
            differences.append(
                Reconciliation.Difference(
                    account: account,
                    asset: nil,
                    what: "statement.\(entry)",
                    stored: 0,
                    computed: 1
                )
            )
        }
        return differences
    }

    /// The place of the newest line, as the account knows it.
    private borrowing func newestLine(of account: Int64) throws -> Int64 {
        try first(
            "SELECT COALESCE(MAX(entry), 0) FROM holding WHERE account = ? AND day = -9999999",
            .int(account)
        ) { $0.int(0) } ?? 0
    }

    /// The numbers that the store keeps of an account beside its rows.
    private borrowing func numbers(of account: Int64) throws -> Journal {
        var stored = Journal()
        try each(
            """
            SELECT asset, available, pending, held, earned, spent FROM holding
            WHERE account = ? AND day = -9999999
            """,
            .int(account)
        ) { row in
            for (place, part) in zip(
                Int32(1)...,
                ["available", "pending", "held", "earned", "spent"]
            ) {
                stored.add(.balance(asset: row.text(0), part: part), row.int(place))
            }
        }
        try each(
            """
            SELECT asset, day, is_extended, available, lapsed FROM holding
            WHERE account = ? AND day > -9999999
            """,
            .int(account)
        ) { row in
            let key = LotKey(stored: row.int(1), isExtended: row.int(2) != 0)
            stored.add(.lot(key, of: row.text(0), "available"), row.int(3))
            stored.add(.lot(key, of: row.text(0), "lapsed"), row.int(4))
        }
        try each(
            "SELECT asset, amount FROM pending_credit WHERE account = ?",
            .int(account)
        ) { stored.add(.open(asset: $0.text(0), what: "pending"), $0.int(1)) }
        for hold in try holds(of: account) {
            stored.add(.open(asset: hold.asset.text, what: "held"), hold.left.value)
        }
        try each(
            "SELECT transfer, undone FROM standing WHERE account = ?",
            .int(account)
        ) { stored.add(.undone(try TimeOrderedID(stored: $0.blob(0))), $0.int(1)) }
        return stored
    }
}
