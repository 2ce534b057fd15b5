import CheckinDomain
import Primitives
import ServiceHost
import Storage
import Wire

/// Shows operators that the streaks are what the days make of them.
struct ReconciliationEndpoints: Sendable {
    private let work: StreakReconciliation
    /// Where days are gone through, one page at a time.
    private let queue = SideQueue("reconciliation")

    init(store: Store, programme: CheckinProgramme) {
        work = StreakReconciliation(store: store, programme: programme)
    }

    var endpoints: [Endpoint] { [.reconciliation { try await reconcile($0) }] }

    private func reconcile(_ exchange: borrowing Exchange) async throws -> Reply {
        let after = try exchange.placeOfMember()
        let page = try await queue.run(until: exchange.deadline) { [work] in
            try work.page(after: after)
        }
        return .json { writer in
            writer.member("checked", Int64(page.checked))
            writer.name("differences")
            writer.array(page.differences) { writer, found in
                writer.object { writer in
                    writer.member("member", found.member)
                    found.difference.write(to: &writer)
                }
            }
            writer.member("next", ifPresent: page.next)
        }
    }
}

extension HistoryAudit.Difference {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("day", ifPresent: day?.description)
        writer.member("what", what)
        writer.member("stored", stored)
        writer.member("computed", computed)
    }
}
