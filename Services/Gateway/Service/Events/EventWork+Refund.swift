import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

extension EventWork {
    /// Takes back what the event that this one refunds or cancels has earned.
    ///
    /// One that comes before its order is kept; the order will then earn what it would keep.
    mutating func refund(
        _ request: RefundRequest,
        at path: String,
        _ transaction: borrowing Transaction
    ) throws -> EventOutcome {
        guard let order = try target(at: path, transaction.reads) else {
            return EventOutcome(members() + [reference(isKept: true)])
        }
        guard var terms = try order.eventTerms() else {
            return EventOutcome(members() + [reference(isKept: false)])
        }
        let pending = try pendingLines(of: terms, transaction.reads)
        let takings: [Taking]
        do throws(RefundRefusal) {
            takings = try terms.refund(request, pending: pending)
        } catch {
            guard let problem = Problem(error) else {
                let place = path.isEmpty ? "lines" : "\(path).lines"
                throw JSONFault(at: place, "name a line that the order does not have")
            }
            return EventOutcome(problem, requestID: stamp.requestID)
        }
        let outcome = try take(back: takings, of: terms, transaction)
        if outcome.status == 201 { try transaction.save(terms, of: order.number) }
        return outcome
    }

    /// Takes back what a refund has been found to take: all of it is decided before any is stored.
    private mutating func take(
        back takings: [Taking],
        of terms: EventTerms,
        _ transaction: borrowing Transaction
    ) throws -> EventOutcome {
        var book = try book(.lots, transaction)
        var steps: [TakingBack] = []
        for taking in takings {
            switch try takeBack(taking, terms, &book, transaction.reads) {
            case .success(let step): steps.append(contentsOf: step.map { [$0] } ?? [])
            case .failure(let refusal):
                return EventOutcome(Problem(refusal), requestID: stamp.requestID)
            }
        }
        var records: [TransferRecord] = []
        var taken: [JSON] = []
        for step in steps {
            let record = try store(step, &book, transaction)
            records += record.map { [$0] } ?? []
            taken.append(step.json(record))
        }
        let more: [JSON.Member] = [.init("taken", .array(taken)), reference(isKept: false)]
        return EventOutcome(members() + more, records: records)
    }

    /// The places of the order's lines whose points are still pending.
    private func pendingLines(
        of terms: EventTerms,
        _ reads: borrowing Snapshot
    ) throws -> Set<Int> {
        var lines: Set<Int> = []
        for grant in terms.grants {
            guard let id = grant.transfer.flatMap({ TimeOrderedID($0) }),
                let pending = try reads.pending(id, of: opened.number), pending.left > .zero,
                pending.settledInto == nil, pending.availableAt.map({ $0 > event.at }) ?? true
            else { continue }
            lines.formUnion(grant.lines.compactMap(\.index))
        }
        return lines
    }

    /// What a refund takes of one grant, decided but not stored.
    private struct TakingBack {
        let granted: EventTerms.Granted
        let reversible: Reversible
        /// What moves, or nil where nothing is there.
        let movement: Movement?
        /// What should have been taken.
        let asked: Points

        func json(_ record: TransferRecord?) -> JSON {
            let moved = movement?.amount ?? .zero
            var members: [JSON.Member] = [
                .init("rule", .string(granted.rule.text)),
                .init("asset", .string(granted.asset.text)),
                .init("amount", .integer(moved.value)),
            ]
            if let record { members.append(.init("transfer", .string(record.id.description))) }
            if let missing = asked.subtracting(moved), missing > .zero {
                members.append(.init("shortfall", .integer(missing.value)))
            }
            return .object(members)
        }
    }

    /// Decides what is taken of one grant; of what was reversed by hand nothing is left to take.
    private func takeBack(
        _ taking: Taking,
        _ terms: EventTerms,
        _ book: inout Book,
        _ reads: borrowing Snapshot
    ) throws -> Result<TakingBack?, LedgerRefusal> {
        let granted = terms.grants[taking.grant]
        guard let id = granted.transfer.flatMap({ TimeOrderedID($0) }) else {
            return .success(nil)
        }
        guard let transfer = try reads.transfer(id) else {
            throw StorageError.fault("what an event granted is gone")
        }
        var reversible = try reads.reversible(transfer.record)
        let asked = min(taking.amount, reversible.left)
        guard asked > .zero else { return .success(nil) }
        let way = Return(on: today, section.terms(of: granted.asset).returned)
        do throws(LedgerRefusal) {
            let movement = try book.account[granted.asset].reverse(
                &reversible,
                asked,
                takesWhatIsThere: section.earning.shortfall == .record,
                way
            )
            return .success(
                TakingBack(
                    granted: granted,
                    reversible: reversible,
                    movement: movement,
                    asked: asked
                )
            )
        } catch {
            return .failure(error)
        }
    }

    private mutating func store(
        _ step: TakingBack,
        _ book: inout Book,
        _ transaction: borrowing Transaction
    ) throws -> TransferRecord? {
        guard let movement = step.movement else { return nil }
        let details = details(
            reason: event.request.type.text,
            parent: step.reversible.target.id
        )
        let record = try book.post(movement, details, transaction)
        try transaction.save(.reversible(step.reversible), of: opened.number)
        try transaction.count(
            -movement.amount.value,
            in: step.granted.counters,
            account: opened.number
        )
        return record
    }
}

extension Problem {
    /// The problem of a refund that is refused for ever; nil where the request is malformed.
    fileprivate init?(_ refusal: RefundRefusal) {
        switch refusal {
        case .aboveWhatIsLeft(let line, let leftMinor):
            self.init(
                .limitReached,
                members: [
                    .init("limit", "refundable"), .init("most", .integer(leftMinor)),
                ] + (line.map { [.init("line", .string($0))] } ?? []),
                isFinal: true
            )
        case .linesNeeded: self.init(.linesNeeded, isFinal: true)
        case .unknownLine: return nil
        }
    }
}
