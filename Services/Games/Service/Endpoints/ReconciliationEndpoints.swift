import Primitives
import ServiceHost
import Storage
import Wire

/// Shows operators that stock, entries and charges are what the plays make of them.
struct ReconciliationEndpoints: Sendable {
    private let work: GameReconciliation
    /// Where epochs are gone through, one page at a time.
    private let queue = SideQueue("reconciliation")

    init(store: Store) {
        work = GameReconciliation(store: store)
    }

    var endpoints: [Endpoint] { [.reconciliation { try await reconcile($0) }] }

    private func reconcile(_ exchange: borrowing Exchange) async throws -> Reply {
        let after = try exchange.place(from: EpochName.start, EpochName.init(cursor:))
        let page = try await queue.run(until: exchange.deadline) { [work] in
            try work.page(after: after)
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
