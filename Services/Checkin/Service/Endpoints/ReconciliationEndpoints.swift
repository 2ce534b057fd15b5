import Access
import CheckinDomain
import Dispatch
import Primitives
import ServiceHost
import Storage
import Wire

/// Shows operators that the streaks are what the days make of them.
struct ReconciliationEndpoints: Sendable {
    private let work: StreakReconciliation
    /// Where days are gone through, one page at a time: it takes too long for the threads that
    /// serve requests.
    private let queue = DispatchQueue(label: "reconciliation", qos: .utility)

    init(store: Store, programme: CheckinProgramme) {
        work = StreakReconciliation(store: store, programme: programme)
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/reconciliation",
                for: .roles([.operator, .viewer]),
                query: ["after"]
            ) { try await reconcile($0) }
        ]
    }

    private func reconcile(_ exchange: borrowing Exchange) async throws -> Reply {
        let after = exchange.query("after") ?? ""
        guard after.isEmpty || MemberID(after) != nil else {
            throw JSONFault(at: "after", "is no cursor of this list")
        }
        let page = try await withCheckedThrowingContinuation { continuation in
            queue.async { [work] in
                continuation.resume(with: Result { try work.page(after: after) })
            }
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
