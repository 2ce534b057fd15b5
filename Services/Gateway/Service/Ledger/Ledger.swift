import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Applies operations to the store: one row for each, whether it moves points or is refused.
struct Ledger: Sendable {
    /// An operation that has been applied, now or earlier.
    struct Applied: Sendable {
        let reply: TransferReply
        let isReplayed: Bool
    }

    let programme: ProgrammeStore<GatewaySection>

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
        let terms = try programme.current(transaction.reads)
        // Whatever can refuse without a row is found out before the first write.
        _ = try terms.section.charges(keyed.operation)
        let caller = try found?.caller ?? open(caller: stamp.caller.name, transaction)
        return try apply(keyed, at: 0, caller: caller, terms, stamp, transaction)
    }

    /// Applies a batch: all of it, or where one key is reused or an asset unknown none.
    ///
    /// - Throws: As `apply`, the refusal naming the operation's index.
    func apply(
        batch: [KeyedOperation],
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> [Applied] {
        let terms = try programme.current(transaction.reads)
        let plan = try plan(batch, terms, stamp, transaction.reads)
        let caller = try plan.caller ?? open(caller: stamp.caller.name, transaction)
        var applied: [Applied] = []
        applied.reserveCapacity(batch.count)
        for (index, step) in plan.steps.enumerated() {
            switch step {
            case .replay(let earlier): applied.append(earlier)
            case .repeatOf(let first):
                applied.append(Applied(reply: applied[first].reply, isReplayed: true))
            case .fresh:
                applied.append(
                    try apply(batch[index], at: index, caller: caller, terms, stamp, transaction)
                )
            }
        }
        return applied
    }

    /// What becomes of each operation of a batch.
    private struct Plan {
        enum Step {
            case replay(Applied)
            case repeatOf(Int)
            case fresh
        }

        var caller: Int64?
        var steps: [Step] = []
    }

    /// Finds out, before the first write, whatever can refuse a whole batch.
    private func plan(
        _ batch: [KeyedOperation],
        _ terms: ProgrammeStore<GatewaySection>.Version,
        _ stamp: Stamp,
        _ reads: borrowing Snapshot
    ) throws -> Plan {
        var plan = Plan()
        var known: [IdempotencyKey: Int] = [:]
        for (index, keyed) in batch.enumerated() {
            do {
                if let first = known[keyed.key] {
                    guard batch[first].request == keyed.request else { throw KeyReused() }
                    plan.steps.append(.repeatOf(first))
                    continue
                }
                known[keyed.key] = index
                let found = try reads.lookup(keyed.key.text, of: stamp.caller.name)
                plan.caller = plan.caller ?? found?.caller
                if let replay = try Self.replay(found, keyed) {
                    plan.steps.append(.replay(replay))
                } else {
                    _ = try terms.section.charges(keyed.operation)
                    plan.steps.append(.fresh)
                }
            } catch let error as StorageError {
                throw error
            } catch {
                throw Problem(refusing: error, at: index)
            }
        }
        return plan
    }

    /// Says what an operation would do, and does nothing.
    ///
    /// - Throws: A `Problem`, or `StorageError`.
    func preview(
        _ operation: Operation,
        now: Instant,
        _ reads: borrowing Snapshot
    ) throws -> Movement {
        let charges = try programme.current(reads).section.charges(operation)
        let opened = try reads.account(of: operation.member)
        let account = try reads.account(opened, with: charges)
        do throws(LedgerRefusal) {
            return try account.decide(operation, charges, now: now)
        } catch {
            throw Problem(error)
        }
    }

    private static func replay(_ found: KeyLookup?, _ keyed: KeyedOperation) throws -> Applied? {
        guard let found, let record = found.record else { return nil }
        guard record.request == keyed.request else { throw KeyReused() }
        return Applied(
            reply: TransferReply(record: record, member: found.member),
            isReplayed: true
        )
    }

    private func apply(
        _ keyed: KeyedOperation,
        at place: Int,
        caller: Int64,
        _ terms: ProgrammeStore<GatewaySection>.Version,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> Applied {
        let operation = keyed.operation
        let charges = try terms.section.charges(operation)
        let opened =
            try transaction.reads.account(of: operation.member)
            ?? open(operation.member, salt: stamp.salt(place), transaction)
        let account = try transaction.reads.account(opened, with: charges)
        let outcome: Result<Movement, StoredRefusal>
        do throws(LedgerRefusal) {
            outcome = .success(try account.decide(operation, charges, now: stamp.now))
        } catch {
            let problem = Problem(error).bytes(instance: stamp.requestID)
            outcome = .failure(StoredRefusal(problem: String(decoding: problem, as: UTF8.self)))
        }
        let record = TransferRecord(
            keyed,
            id: stamp.id(place),
            account: opened,
            at: stamp.now,
            programme: terms.number,
            outcome: outcome
        )
        try transaction.insert(record, caller: caller, salt: opened.salt)
        if case .success(let movement) = outcome {
            try transaction.save(movement.balance, of: opened.number, movement.asset)
        }
        return Applied(
            reply: TransferReply(record: record, member: operation.member.text),
            isReplayed: false
        )
    }
}

extension Account {
    /// What an operation does to the account.
    fileprivate func decide(
        _ operation: Operation,
        _ charges: [Charge],
        now: Instant
    ) throws(LedgerRefusal) -> Movement {
        switch operation.kind {
        case .credit: try credit(charges[0])
        case .debit: try debit(charges, notAfter: operation.notAfter, now: now)
        }
    }
}

extension Snapshot {
    /// The account of a rule: its state, and what it has of the assets that are asked for.
    fileprivate borrowing func account(
        _ opened: OpenedAccount?,
        with charges: [Account.Charge]
    ) throws -> Account {
        guard let opened else { return Account(state: .open, balances: [:]) }
        var balances: [AssetID: Balance] = [:]
        for charge in charges {
            balances[charge.asset] = try balance(of: opened.number, charge.asset)
        }
        return Account(state: opened.state, balances: balances)
    }
}

extension GatewaySection {
    /// An operation's choices, each with an asset that the programme has.
    ///
    /// - Throws: A `Problem` with the slug `invalid-request`, which is not stored: the programme
    ///   may have the asset tomorrow.
    fileprivate func charges(_ operation: Operation) throws(Problem) -> [Account.Charge] {
        var charges: [Account.Charge] = []
        for choice in operation.choices {
            let asset = choice.asset ?? assets[0].id
            guard assets.contains(where: { $0.id == asset }) else {
                throw Problem(
                    JSONFault(
                        at: operation.assetPath,
                        "\(asset) is no asset of the programme"
                    )
                )
            }
            charges.append(Account.Charge(asset: asset, amount: choice.amount))
        }
        return charges
    }
}
