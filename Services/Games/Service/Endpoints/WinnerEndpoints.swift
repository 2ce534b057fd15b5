import Access
import GamesClient
import GamesDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// Who has won: the latest winners for everybody, masked, and all of them for operators.
struct WinnerEndpoints: Sendable {
    /// How many of the newest plays the public list looks through.
    private static let largestLook = 1000

    let store: Store
    let desk: GamesDesk
    /// Where the public list is made, for which anybody may ask; exports, which take longer, have a
    /// queue of their own.
    private let queue = SideQueue("winners")

    init(store: Store, desk: GamesDesk) {
        self.store = store
        self.desk = desk
    }

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/lotteries/{id}/winners", for: .anyone, query: ["limit"]) {
                try await latest($0)
            },
            Endpoint(
                .get,
                "/v1/games/{game}/winners",
                for: .roles([.operator, .viewer]),
                query: ["limit", "after"]
            ) { try all($0) },
        ]
    }

    private func latest(_ exchange: borrowing Exchange) async throws -> Reply {
        let game = try exchange.game("id")
        let limit = try exchange.limit()
        return try await queue.run(until: exchange.deadline) { [store, desk] in
            try store.read { reads in
                guard let entry = try desk.lastEntry(of: game, reads) else {
                    throw GamesDesk.noGame(game)
                }
                var wins: [Win] = []
                let plays = try reads.entered(game, before: .newest, limit: Self.largestLook)
                for play in plays where wins.count < limit { wins += try play.wins() }
                return .json { writer in
                    writer.name("items")
                    writer.array(wins.prefix(limit)) { writer, win in
                        writer.object { writer in
                            writer.member("name", win.member.masked)
                            win.write(to: &writer, entry)
                        }
                    }
                }
            }
        }
    }

    private func all(_ exchange: borrowing Exchange) throws -> Reply {
        let game = try exchange.game("game")
        let limit = try exchange.limit()
        let place = try exchange.place(from: EntryPlace.newest, EntryPlace.init(cursor:))
        return try store.read { reads in
            guard let entry = try desk.lastEntry(of: game, reads) else {
                throw GamesDesk.noGame(game)
            }
            let (wins, next) = try reads.wins(in: entry, before: place, limit: limit)
            return .json { writer in
                writer.name("items")
                writer.array(wins) { writer, win in
                    writer.object { writer in
                        writer.member("member", win.member.text)
                        writer.member("play", win.play.description)
                        win.write(to: &writer, entry)
                    }
                }
                writer.member("next", ifPresent: next?.cursor)
            }
        }
    }
}
