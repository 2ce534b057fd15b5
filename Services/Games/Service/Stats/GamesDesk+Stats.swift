import GamesClient
import GamesDomain
import Primitives
import ServiceHost
import Storage
import Wire

extension GamesDesk {
    /// Answers with the numbers of some days, by game.
    func numbers(of span: DaySpan, _ reads: borrowing Snapshot) throws -> Reply {
        let days = try reads.gameDays(from: span.first, to: span.last)
        let active = try reads.activeMembers(from: span.first, to: span.last)
        let expected = try days.mapValues { games in
            try games.map { played in
                try played.numbers.expected { version in
                    let game = GameID(validated: played.game)
                    return try entry(of: game, in: version, reads).game.table
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
