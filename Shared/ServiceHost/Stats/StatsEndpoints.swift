import Access
import Primitives
import Storage

/// Numbers by day, for operators and for the charts of a console.
package struct StatsEndpoints: Sendable {
    /// Answers with the numbers of some days.
    package typealias Numbers =
        @Sendable (_ days: DaySpan, _ reads: borrowing Snapshot) throws -> Reply

    private let store: Store
    private let now: @Sendable () -> Instant
    private let today: TraitEndpoints.Today
    private let numbers: Numbers

    /// Shows what a service counts by day.
    ///
    /// - Parameters:
    ///   - store: The service's store.
    ///   - now: The clock of the business.
    ///   - today: Tells the last day where a request names none.
    ///   - numbers: Answers with the numbers.
    package init(
        store: Store,
        now: @escaping @Sendable () -> Instant,
        today: @escaping TraitEndpoints.Today,
        numbers: @escaping Numbers
    ) {
        self.store = store
        self.now = now
        self.today = today
        self.numbers = numbers
    }

    /// The endpoint.
    package var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/stats",
                for: .roles([.operator, .viewer, .service]),
                query: ["from", "to"]
            ) { try stats($0) }
        ]
    }

    private func stats(_ exchange: borrowing Exchange) throws -> Reply {
        let now = now()
        return try store.read { reads in
            let days = try DaySpan(exchange, today: try today(now, reads))
            return try numbers(days, reads)
        }
    }
}
