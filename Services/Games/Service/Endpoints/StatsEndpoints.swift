import Access
import Primitives
import ServiceHost
import Storage
import Wire

/// Numbers by day and game, for operators and for the charts of a console.
struct StatsEndpoints: Sendable {
    let store: Store
    let desk: GamesDesk
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
            let span = try DaySpan(exchange, today: try desk.programmeDay(now(), reads))
            let days = try reads.gameDays(from: span.first, to: span.last)
            return .json { writer in
                writer.member("from", span.first.description)
                writer.member("to", span.last.description)
                writer.name("days")
                writer.array(span.days) { writer, day in
                    writer.object { writer in
                        writer.member("day", day.description)
                        writer.name("games")
                        writer.array(days[day] ?? []) { writer, played in
                            writer.object { writer in
                                writer.member("game", played.game)
                                played.numbers.write(to: &writer)
                            }
                        }
                    }
                }
            }
        }
    }
}
