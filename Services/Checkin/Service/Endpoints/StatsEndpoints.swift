import Access
import CheckinDomain
import Primitives
import ServiceHost
import Storage
import Wire

/// Numbers by day, for operators and for the charts of a console.
struct StatsEndpoints: Sendable {
    let store: Store
    let desk: CheckinDesk
    let now: @Sendable () -> Instant

    var endpoints: [Endpoint] {
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
            let section = try desk.programme.current(reads).section
            let rules = section.rules ?? CheckinRules(zone: section.zone)
            let span = try DaySpan(exchange, today: rules.programmeDay(at: now))
            let stats = try DayStats.of(span.first...span.last, reads)
            return span.reply { writer, day in (stats[day] ?? DayStats()).write(to: &writer) }
        }
    }
}
