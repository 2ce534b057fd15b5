import GatewayDomain
import Primitives
import ServiceHost
import Storage

/// One account as a command works on it: what was read of it, and the rows that it gains.
struct Book {
    /// What a command needs to know of an account beside its balances.
    enum Need: Sendable {
        /// Nothing: points only come in.
        case balances
        /// The lots that something can be spent of.
        case spendable
        /// All lots.
        case lots
    }

    let zone: Zone
    /// The instant that it is in the account.
    let now: Instant
    var account: Account
    private(set) var opened: OpenedAccount

    /// Reads an account, and settles in it what is due.
    ///
    /// - Parameters:
    ///   - opened: The account.
    ///   - need: What the command needs to know of it.
    ///   - now: The instant that it is.
    ///   - zone: The programme's zone.
    ///   - programme: The programme's versions.
    ///   - reads: The store.
    /// - Returns: The account, and what was due in it, which is not stored yet.
    /// - Throws: `StorageError`.
    static func open(
        _ opened: OpenedAccount,
        _ need: Need,
        at now: Instant,
        in zone: Zone,
        _ programme: GatewayProgramme,
        _ reads: borrowing Snapshot
    ) throws -> (book: Book, due: [DueRow]) {
        let now = opened.time(at: now)
        guard opened.nextDue <= now else {
            let holdings = try reads.holdings(of: opened, need)
            let account = Account(state: opened.state, holdings: holdings)
            return (Book(zone: zone, now: now, account: account, opened: opened), [])
        }
        let account = Account(
            state: opened.state,
            holdings: try reads.holdings(of: opened, .lots),
            pendings: try reads.pendings(of: opened.number),
            holds: try reads.holds(of: opened.number)
        )
        var book = Book(zone: zone, now: now, account: account, opened: opened)
        let due = try book.settle(programme, reads)
        return (book, due)
    }

    /// Opens an account for a command that will change it: what is due is stored first.
    ///
    /// - Throws: `StorageError`.
    static func open(
        _ opened: OpenedAccount,
        _ need: Need,
        at now: Instant,
        in zone: Zone,
        _ programme: GatewayProgramme,
        _ transaction: borrowing Transaction
    ) throws -> Book {
        let (book, due) = try open(opened, need, at: now, in: zone, programme, transaction.reads)
        try book.store(due, insteadOf: opened, transaction)
        return book
    }

    /// Stores what was due in an account.
    ///
    /// - Parameters:
    ///   - due: What was found when the account was opened.
    ///   - opened: The account as it was before.
    ///   - transaction: The store.
    /// - Throws: `StorageError`.
    func store(
        _ due: [DueRow],
        insteadOf opened: OpenedAccount,
        _ transaction: borrowing Transaction
    ) throws {
        guard opened.nextDue <= now else { return }
        for row in due { try transaction.store(row, of: opened) }
        try transaction.save(nextDue: self.opened.nextDue, of: opened.number)
    }

    /// Stores a movement of the account.
    ///
    /// - Returns: The row that it became.
    /// - Throws: `StorageError`.
    mutating func post(
        _ movement: Movement,
        _ details: EntryDetails,
        _ transaction: borrowing Transaction
    ) throws -> TransferRecord {
        let record = note(movement, details)
        try transaction.store(record, movement, caller: details.caller, salt: opened.salt)
        var due = details.until
        for posting in movement.postings where posting.amount > 0 {
            guard case .lot(let key) = posting.place, let end = key.end(in: zone) else { continue }
            due = min(due ?? end, end)
        }
        if let due, due < opened.nextDue {
            opened.nextDue = due
            try transaction.save(nextDue: due, of: opened.number)
        }
        return record
    }

    /// Stores a refusal, which moves nothing.
    ///
    /// - Returns: The row that it became.
    /// - Throws: `StorageError`.
    func refuse(
        _ problem: String,
        _ details: EntryDetails,
        _ transaction: borrowing Transaction
    ) throws -> TransferRecord {
        let record = TransferRecord(
            details,
            account: opened.number,
            entry: nil,
            nil,
            refusal: problem
        )
        try transaction.insert(record, caller: details.caller, salt: opened.salt)
        return record
    }

    private mutating func note(_ movement: Movement, _ details: EntryDetails) -> TransferRecord {
        opened.lastEntry += 1
        return TransferRecord(
            details,
            account: opened.number,
            entry: opened.lastEntry,
            movement
        )
    }
}

// MARK: What is due

/// What became of something that was due in an account.
struct DueRow: Sendable {
    let settled: SettledItem
    /// The row that it became, or nil where nothing was left to move.
    let record: TransferRecord?
}

extension Book {
    /// Settles what is due, in order, without storing it.
    fileprivate mutating func settle(
        _ programme: GatewayProgramme,
        _ reads: borrowing Snapshot
    ) throws -> [DueRow] {
        var rows: [DueRow] = []
        while let item = account.nextDue(in: zone), item.at <= now {
            let version = try programme.version(at: item.at, reads) ?? programme.current(reads)
            let settled: SettledItem
            do throws(LedgerRefusal) {
                settled = try account.settle(item, in: zone) { version.section.terms(of: $0) }
            } catch {
                // Only a total that grows can be refused, and whatever is due has been counted.
                throw StorageError.fault("what is due is refused: \(error)")
            }
            guard settled.movement?.balance.isSound ?? true else {
                throw StorageError.fault("what is due takes more than there is")
            }
            let details = EntryDetails(
                item,
                account: opened.number,
                programme: version.number
            )
            let record = settled.movement.map { note($0, details) }
            rows.append(DueRow(settled: settled, record: record))
        }
        opened.nextDue = account.nextDue(in: zone)?.at ?? OpenedAccount.never
        return rows
    }
}

extension Transaction {
    /// Stores what was due in an account.
    fileprivate borrowing func store(_ row: DueRow, of opened: OpenedAccount) throws {
        if let record = row.record, let movement = row.settled.movement {
            try store(
                record,
                movement,
                caller: EntryDetails.programmeCaller,
                salt: opened.salt
            )
        }
        if let pending = row.settled.pending { try save(pending, of: opened.number) }
        if let hold = row.settled.hold { try save(hold, of: opened.number) }
    }

    /// Stores a row with what it did to the account.
    fileprivate borrowing func store(
        _ record: TransferRecord,
        _ movement: Movement,
        caller: Int64,
        salt: [UInt8]
    ) throws {
        try insert(record, caller: caller, salt: salt)
        try save(movement.balance, after: record)
        try save(movement.postings, of: record.account, movement.asset)
    }
}
