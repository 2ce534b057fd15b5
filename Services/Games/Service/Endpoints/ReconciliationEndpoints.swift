import Access
import Dispatch
import Primitives
import ServiceHost
import Storage
import Wire

/// Shows operators that stock, entries and charges are what the plays make of them.
struct ReconciliationEndpoints: Sendable {
    private let work: GameReconciliation
    /// Where epochs are gone through, one page at a time: it takes too long for the threads that
    /// serve requests.
    private let queue = DispatchQueue(label: "reconciliation", qos: .utility)

    init(store: Store) {
        work = GameReconciliation(store: store)
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
        guard let after = exchange.query("after").map(EpochName.init(cursor:)) ?? .start else {
            throw JSONFault(at: "after", "is no cursor of this list")
        }
        let page = try await withCheckedThrowingContinuation { continuation in
            queue.async { [work] in
                continuation.resume(with: Result { try work.page(after: after) })
            }
        }
        return .json { writer in
            writer.member("checked", Int64(page.checked))
            writer.member("large", Int64(page.large))
            writer.name("differences")
            writer.array(page.differences) { writer, found in
                writer.object { writer in
                    writer.member("game", found.game)
                    writer.member("epoch", found.epoch)
                    writer.member("what", found.what)
                    writer.member("stored", found.stored)
                    writer.member("computed", found.computed)
                }
            }
            writer.member("next", ifPresent: page.next?.cursor)
        }
    }
}
