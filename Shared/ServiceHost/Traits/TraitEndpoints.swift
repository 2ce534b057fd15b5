import Access
import Primitives
import Storage
import Wire

/// Hears what the rules need to know of members; of each trait the highest version counts.
package struct TraitEndpoints: Sendable {
    /// The day that it is in the programme's zone at an instant; it throws a `Problem` where no
    /// programme has been published.
    package typealias Today =
        @Sendable (_ now: Instant, _ reads: borrowing Snapshot) throws -> CalendarDay

    /// How many members one request may name.
    private static let largestBatch = 500

    private let store: Store
    private let now: @Sendable () -> Instant
    private let today: Today

    /// Hears traits in a service whose store has the table `Migration.traitTable`.
    ///
    /// - Parameters:
    ///   - store: The service's store.
    ///   - now: The clock of the business.
    ///   - today: Tells the day, by whose year a changed birthday counts.
    package init(store: Store, now: @escaping @Sendable () -> Instant, today: @escaping Today) {
        self.store = store
        self.now = now
        self.today = today
    }

    /// The endpoints.
    package var endpoints: [Endpoint] {
        [
            Endpoint(.put, "/v1/members/{member}/traits", for: .roles([.service])) {
                try await put($0)
            },
            Endpoint(.post, "/v1/traits", for: .roles([.service])) { try await putAll($0) },
        ]
    }

    private func put(_ exchange: borrowing Exchange) async throws -> Reply {
        let heard = try TraitNotice(try exchange.json(), of: try exchange.member(), at: "")
        try await keep([heard], until: exchange.deadline)
        return .json { $0.member("member", heard.member.text) }
    }

    private func putAll(_ exchange: borrowing Exchange) async throws -> Reply {
        var reader = try ObjectReader(try exchange.json())
        guard let items = try reader.required("members").elements,
            (1...Self.largestBatch).contains(items.count)
        else { throw JSONFault(at: "members", "must be a list of 1 to \(Self.largestBatch)") }
        try reader.finish()
        var heard: [TraitNotice] = []
        for (index, item) in items.enumerated() {
            heard.append(try TraitNotice(item, of: nil, at: "members[\(index)]"))
        }
        try await keep(heard, until: exchange.deadline)
        let count = Int64(heard.count)
        return .json { $0.member("members", count) }
    }

    private func keep(
        _ heard: [TraitNotice],
        until deadline: ContinuousClock.Instant
    ) async throws {
        let now = now()
        try await store.write(weight: heard.count, deadline: deadline) { [today] transaction in
            let day = try today(now, transaction.reads)
            for traits in heard { try traits.keep(on: day, transaction) }
        }
    }
}
