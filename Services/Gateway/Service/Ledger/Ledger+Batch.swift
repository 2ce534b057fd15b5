import Access
import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

extension Ledger {
    /// Applies a batch: all of it, or where one key is reused or a thing unknown none.
    ///
    /// - Throws: As `apply`, the refusal naming the operation's index.
    func apply(
        batch: [KeyedOperation],
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> [Applied] {
        let version = try programme.current(transaction.reads)
        let plan = try plan(batch, version, stamp, transaction.reads)
        let caller = try plan.caller ?? transaction.open(caller: stamp.caller.name)
        var applied: [Applied] = []
        applied.reserveCapacity(batch.count)
        for (index, step) in plan.steps.enumerated() {
            switch step {
            case .replay(let earlier): applied.append(earlier)
            case .repeatOf(let first):
                applied.append(Applied(reply: applied[first].reply, isReplayed: true))
            case .fresh(let known):
                let keyed = batch[index]
                let fresh = try apply(
                    keyed,
                    known ?? subject(of: keyed.operation, version, stamp, transaction.reads),
                    at: index,
                    caller: caller,
                    version,
                    stamp,
                    transaction
                )
                applied.append(fresh)
            }
        }
        return applied
    }

    /// What becomes of each operation of a batch.
    private struct Plan {
        enum Step {
            case replay(Applied)
            case repeatOf(Int)
            /// Its subject, unless the batch itself makes it.
            case fresh(Subject?)
        }

        var caller: Int64?
        var steps: [Step] = []
    }

    /// Finds out, before the first write, whatever can refuse a whole batch.
    private func plan(
        _ batch: [KeyedOperation],
        _ version: GatewayProgramme.Version,
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
                let found = try reads.lookup(keyed.key.text, of: stamp.caller.name)
                plan.caller = plan.caller ?? found?.caller
                if let replay = try Self.replay(found, keyed) {
                    plan.steps.append(.replay(replay))
                } else {
                    // What the batch itself will have done by then need not be there yet.
                    let subject =
                        keyed.operation.reverses(oneOf: known)
                        ? nil : try subject(of: keyed.operation, version, stamp, reads)
                    plan.steps.append(.fresh(subject))
                }
                known[keyed.key] = index
            } catch let error as StorageError {
                throw error
            } catch {
                throw Problem(refusing: error, at: index)
            }
        }
        return plan
    }
}

extension Operation {
    /// Whether it undoes an operation that stands before it in its batch.
    fileprivate func reverses(oneOf known: [IdempotencyKey: Int]) -> Bool {
        guard case .reversal(.key(let key), _) = action else { return false }
        return known[key] != nil
    }
}
