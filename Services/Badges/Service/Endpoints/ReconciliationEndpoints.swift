import Primitives
import ServiceHost
import Storage
import Wire

/// Shows operators that the counts are what the events make of them.
struct ReconciliationEndpoints: Sendable {
    private let audit: CountAudit
    /// Where events are gone through, one page at a time.
    private let queue = SideQueue("reconciliation")

    init(_ store: Store, _ programme: BadgesProgramme, now: @escaping @Sendable () -> Instant) {
        audit = CountAudit(store: store, programme: programme, now: now)
    }

    var endpoints: [Endpoint] { [.reconciliation { try await reconcile($0) }] }

    private func reconcile(_ exchange: borrowing Exchange) async throws -> Reply {
        let after = try exchange.placeOfMember()
        let deadline = exchange.deadline
        let page = try await queue.run(until: deadline) { [audit] in
            try audit.page(after: after, until: deadline)
        }
        return .json { writer in
            writer.member("checked", page.checked)
            writer.name("differences")
            writer.array(page.differences) { writer, found in
                writer.object { writer in
                    writer.member("member", ifPresent: found.member)
                    writer.member("measure", found.measure)
                    writer.member("period", found.period)
                    writer.member("stored", found.stored)
                    writer.member("computed", found.computed)
                }
            }
            if !page.notChecked.isEmpty {
                writer.name("notChecked")
                writer.array(page.notChecked) { $0.string($1) }
            }
            writer.member("next", ifPresent: page.next)
        }
    }
}
