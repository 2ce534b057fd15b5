import GatewayDomain
import Primitives
import Storage

extension Ledger {
    /// Keeps what rules have counted right where a caller takes back what an event granted, or
    /// gives it again.
    func recount(
        _ movement: Movement,
        _ subject: Subject,
        _ transaction: borrowing Transaction
    ) throws {
        guard movement.kind == .reversal, let target = subject.target, target.event != nil else {
            return
        }
        var root = target
        if target.kind == .reversal, let id = target.origin ?? target.parent,
            let found = try transaction.reads.transfer(id)
        {
            root = found.record
        }
        guard let number = root.event, let event = try transaction.reads.event(number),
            let grants = try event.eventTerms()?.grants,
            let granted = grants.first(where: { $0.transfer == root.id.description })
        else { return }
        let isGiven = !movement.postings.destinations.isEmpty
        try transaction.count(
            isGiven ? movement.amount.value : -movement.amount.value,
            in: granted.counters,
            account: root.account
        )
    }
}
