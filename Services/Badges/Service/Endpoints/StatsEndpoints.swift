import Access
import Primitives
import ServiceHost
import Storage
import Wire

/// Numbers by day, for operators and for the charts of a console.
struct StatsEndpoints: Sendable {
    let store: Store
    let programme: BadgesProgramme
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
        try store.read { reads in
            let zone = try programme.current(reads).section.zone
            let span = try DaySpan(exchange, today: zone.day(of: now()))
            let numbers: [CalendarDay: DayNumbers<BadgeNumber>] = try reads.dayNumbers(
                of: span.first...span.last
            )
            return span.reply { (numbers[$1] ?? DayNumbers()).write(to: &$0) }
        }
    }
}
