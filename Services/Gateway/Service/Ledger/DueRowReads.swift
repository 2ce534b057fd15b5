import GatewayDomain
import Primitives
import ServiceHost
import Storage

extension Snapshot {
    /// The transfer of an id, also one that is due but not stored yet; its id names the account.
    borrowing func transfer(
        _ id: TimeOrderedID,
        dueBy now: Instant,
        _ programme: GatewayProgramme
    ) throws -> TransferReply? {
        if let stored = try transfer(id) { return stored }
        guard let member = try member(of: DueID.account(of: id)),
            let opened = try account(of: member)
        else { return nil }
        let zone = try programme.current(self).section.calendar
        let due = try Book.open(opened, .balances, at: now, in: zone, programme, self).due
        guard let row = due.compactMap(\.record).first(where: { $0.id == id }) else { return nil }
        return TransferReply(record: row, member: member.text)
    }
}
