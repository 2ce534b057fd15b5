import GatewayService
import Storage

extension ChainAudit {
    /// Recomputes the whole chain up to its first break, each stretch in a read of its own.
    static func finding(in store: Store, stretch: Int = 5000) throws -> Finding {
        var whole = try store.read { try Self.finding(from: Place(), limit: stretch, $0) }
        while whole.firstBreak == nil, let place = whole.next {
            let finding = try store.read { try Self.finding(from: place, limit: stretch, $0) }
            whole.checked += finding.checked
            whole.firstBreak = finding.firstBreak
            whole.next = finding.next
        }
        return whole
    }
}
