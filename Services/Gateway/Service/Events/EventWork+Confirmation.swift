import GatewayDomain
import Primitives
import ServiceHost
import Storage
import Wire

extension EventWork {
    /// Makes available what the event that this one confirms has earned.
    ///
    /// The day on which the confirmation occurred is the day of earning. One that comes before
    /// its order is kept; the order's points are then available at once.
    mutating func confirm(
        at path: String,
        _ transaction: borrowing Transaction
    ) throws -> EventOutcome {
        guard let order = try target(at: path, transaction.reads) else {
            return EventOutcome(members() + [reference(isKept: true)])
        }
        let grants = try order.eventTerms()?.grants.filter(\.isConfirmable) ?? []
        var book = try book(.lots, transaction)
        let day = max(
            section.calendar.day(of: event.request.occurredAt),
            section.calendar.day(of: order.occurredAt)
        )
        var records: [TransferRecord] = []
        var confirmed: [JSON] = []
        for grant in grants {
            guard let id = grant.transfer.flatMap({ TimeOrderedID($0) }),
                let pending = try transaction.reads.pending(id, of: opened.number),
                let record = try settle(pending, earnedOn: day, &book, transaction)
            else { continue }
            records.append(record)
            confirmed.append([
                "rule": .string(grant.rule.text), "asset": .string(grant.asset.text),
                "amount": .integer(record.amount), "transfer": .string(record.id.description),
            ])
        }
        let more: [JSON.Member] = [
            .init("confirmed", .array(confirmed)), reference(isKept: false),
        ]
        return EventOutcome(members() + more, records: records)
    }

    /// Settles a pending credit; one that is settled already stays as it is.
    private mutating func settle(
        _ pending: PendingCredit,
        earnedOn day: CalendarDay,
        _ book: inout Book,
        _ transaction: borrowing Transaction
    ) throws -> TransferRecord? {
        guard pending.settledInto == nil else { return nil }
        var pending = pending
        let policy = section.terms(of: pending.asset).expiry
        // Points whose lot would be over already are earned on the day that it is.
        let isOver = policy.expiryDay(earnedOn: day).map { $0 < today } ?? false
        let movement: Movement?
        do throws(LedgerRefusal) {
            movement = try book.account[pending.asset].settle(
                &pending,
                earnedOn: isOver ? today : day,
                policy
            )
        } catch {
            // Only a total that grows can be refused, and what is pending has been counted.
            throw StorageError.fault("a confirmation is refused: \(error)")
        }
        try transaction.save(pending, of: opened.number)
        guard let movement else { return nil }
        let details = details(reason: event.request.type.text, parent: pending.id)
        return try book.post(movement, details, transaction)
    }
}
