import Access
import GamesClient
import GamesDomain
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
            let active = try reads.activeMembers(from: span.first, to: span.last)
            let expected = try days.mapValues { games in
                try games.map { played in
                    try played.numbers.expected { version in
                        let game = GameID(validated: played.game)
                        return try desk.entry(of: game, in: version, reads).game.table
                    }
                }
            }
            return span.reply { writer, day in
                writer.member("active", active[day] ?? 0)
                writer.name("games")
                let games = zip(days[day] ?? [], expected[day] ?? [])
                writer.array(Array(games)) { writer, line in
                    writer.object { writer in
                        writer.member("game", line.0.game)
                        line.0.numbers.write(to: &writer, expected: line.1)
                    }
                }
            }
        }
    }
}
