import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage

/// The versions of the gateway's section.
typealias GatewayProgramme = ProgrammeStore<GatewaySection>

/// Applies operations to the store: one row for each, whether it moves points or is refused.
struct Ledger: Sendable {
    /// An operation that has been applied, now or earlier.
    struct Applied: Sendable {
        let reply: TransferReply
        let isReplayed: Bool
    }

    let programme: GatewayProgramme

    /// Applies one operation.
    ///
    /// - Throws: `KeyReused`, a `Problem` that is not final, or `StorageError`; nothing was done
    ///   then.
    func apply(
        _ keyed: KeyedOperation,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> Applied {
        let found = try transaction.reads.lookup(keyed.key.text, of: stamp.caller.name)
        if let replay = try Self.replay(found, keyed) { return replay }
        let version = try programme.current(transaction.reads)
        // Whatever can refuse without a row is found out before the first write.
        let subject = try subject(of: keyed.operation, version, stamp, transaction.reads)
        let caller = try found?.caller ?? transaction.open(caller: stamp.caller.name)
        return try apply(keyed, subject, at: 0, caller: caller, version, stamp, transaction)
    }

    /// What an operation does that was already done under its key, or nil where none was.
    ///
    /// - Throws: `KeyReused`.
    static func replay(_ found: KeyLookup?, _ keyed: KeyedOperation) throws -> Applied? {
        guard let found, let record = found.record else { return nil }
        guard record.request == keyed.request else { throw KeyReused() }
        return Applied(
            reply: TransferReply(record: record, member: found.member),
            isReplayed: true
        )
    }

    /// Applies an operation whose key is free.
    func apply(
        _ keyed: KeyedOperation,
        _ subject: Subject,
        at place: Int,
        caller: Int64,
        _ version: GatewayProgramme.Version,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> Applied {
        let opened =
            try transaction.reads.account(of: subject.member)
            ?? transaction.open(subject.member, salt: stamp.salt(place))
        var book = try Book.open(
            opened,
            keyed.operation.need,
            at: stamp.now,
            in: version.section.calendar,
            programme,
            transaction
        )
        let details = EntryDetails(
            keyed,
            subject,
            id: stamp.id(place),
            caller: caller,
            at: book.now,
            programme: version.number
        )
        let decider = Decider(
            id: details.id,
            arrivedAt: stamp.now,
            now: book.now,
            section: version.section,
            material: try transaction.reads.material(of: subject)
        )
        let decision = decider.decision(on: keyed.operation, subject, &book.account)
        let record = try store(decision, subject, details, &book, stamp, transaction)
        let reply = TransferReply(record: record, member: subject.member.text)
        return Applied(reply: reply, isReplayed: false)
    }
}

extension Ledger {
    /// Stores what was decided: the row, and what the operation worked on as it is afterwards.
    private func store(
        _ decision: Result<Decider.Decision, LedgerRefusal>,
        _ subject: Subject,
        _ details: EntryDetails,
        _ book: inout Book,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> TransferRecord {
        switch decision {
        case .success(let decision):
            var details = details
            details.until = decision.until
            let record = try book.post(decision.movement, details, transaction)
            try transaction.save(decision.item, of: record.account)
            try recount(decision.movement, subject, transaction)
            return record
        case .failure(let refusal):
            let problem = Problem(refusal).bytes(instance: stamp.requestID)
            let text = String(decoding: problem, as: UTF8.self)
            return try book.refuse(text, details, transaction)
        }
    }

    /// Says what an operation would do, and does nothing.
    ///
    /// - Throws: A `Problem`, or `StorageError`.
    func preview(
        _ operation: Operation,
        _ stamp: Stamp,
        _ reads: borrowing Snapshot
    ) throws -> Movement {
        let version = try programme.current(reads)
        let subject = try subject(of: operation, version, stamp, reads)
        var account = Account()
        var now = stamp.now
        var material = try reads.material(of: subject)
        if let opened = try reads.account(of: subject.member) {
            let (book, due) = try Book.open(
                opened,
                operation.need,
                at: stamp.now,
                in: version.section.calendar,
                programme,
                reads
            )
            account = book.account
            now = book.now
            material.follow(due)
        }
        let decider = Decider(
            id: stamp.id(0),
            arrivedAt: stamp.now,
            now: now,
            section: version.section,
            material: material
        )
        switch decider.decision(on: operation, subject, &account) {
        case .success(let decision): return decision.movement
        case .failure(let refusal): throw Problem(refusal)
        }
    }
}

extension EntryDetails {
    /// What the row of an operation says.
    fileprivate init(
        _ keyed: KeyedOperation,
        _ subject: Subject,
        id: TimeOrderedID,
        caller: Int64,
        at now: Instant,
        programme: Int64
    ) {
        let target = subject.target
        self.init(
            id: id,
            at: now,
            programme: programme,
            caller: caller,
            key: keyed.key.text,
            request: keyed.request,
            reason: keyed.operation.reason ?? target?.reason ?? "",
            reference: keyed.operation.reference?.text ?? target?.reference,
            isReward: keyed.operation.isReward || target?.isReward ?? false,
            parent: target?.id,
            origin: target.flatMap { $0.kind == .reversal ? $0.origin ?? $0.parent : nil },
            event: target?.event
        )
    }
}
