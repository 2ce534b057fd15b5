import Access
import ServiceHost
import Storage
import Wire

/// Shows operators who would get a badge, and gives it to members whom nobody has touched since it
/// was published.
struct BackfillEndpoints: Sendable {
    let store: Store
    let desk: BadgesDesk
    let stamps: Stamps
    /// Where events are gone through, one page at a time.
    private let queue = SideQueue("backfill")

    init(store: Store, desk: BadgesDesk, stamps: Stamps) {
        self.store = store
        self.desk = desk
        self.stamps = stamps
    }

    var endpoints: [Endpoint] {
        [Endpoint(.post, "/v1/backfill", for: .roles([.operator])) { try await fill($0) }]
    }

    private func fill(_ exchange: borrowing Exchange) async throws -> Reply {
        let request = try BackfillRequest(try exchange.json())
        let stamp = try stamps.stamp(exchange)
        let page =
            try await request.isDryRun
            ? preview(request, until: exchange.deadline)
            : Backfill(store: store, desk: desk).page(request, stamp, until: exchange.deadline)
        return .json { writer in
            writer.member("dryRun", request.isDryRun)
            page.tally.write(to: &writer)
            writer.member("next", ifPresent: page.next)
        }
    }

    private func preview(
        _ request: BackfillRequest,
        until deadline: ContinuousClock.Instant
    ) async throws -> BackfillPage {
        try await queue.run(until: deadline) { [store, desk] in
            try BackfillPreview(request, store, desk.programme).page(request)
        }
    }
}
