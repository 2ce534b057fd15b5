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

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/lotteries/{id}/winners", for: .anyone, query: ["limit"]) {
                try latest($0)
            },
            Endpoint(
                .get,
                "/v1/games/{game}/winners",
                for: .roles([.operator, .viewer]),
                query: ["limit", "after"]
            ) { try all($0) },
        ]
    }

    private func latest(_ exchange: borrowing Exchange) throws -> Reply {
        let game = try exchange.game("id")
        let limit = try exchange.limit()
        return try store.read { reads in
            guard let entry = try desk.programme.current(reads).section.entry(game) else {
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

    private func all(_ exchange: borrowing Exchange) throws -> Reply {
        let game = try exchange.game("game")
        let limit = try exchange.limit()
        guard let place = exchange.query("after").map(EntryPlace.init(cursor:)) ?? .newest else {
            throw JSONFault(at: "after", "is no cursor of this list")
        }
        return try store.read { reads in
            guard let entry = try desk.programme.current(reads).section.entry(game) else {
                throw GamesDesk.noGame(game)
            }
            let plays = try reads.entered(game, before: place, limit: limit + 1)
            var wins: [Win] = []
            for play in plays.prefix(limit) { wins += try play.wins() }
            return .json { writer in
                writer.name("items")
                writer.array(wins) { writer, win in
                    writer.object { writer in
                        writer.member("member", win.member.text)
                        writer.member("play", win.play.description)
                        win.write(to: &writer, entry)
                    }
                }
                // A page is of so many plays, of which some have won nothing.
                if plays.count > limit, let last = plays[limit - 1].entry {
                    writer.member("next", last.place.cursor)
                }
            }
        }
    }
}

/// A prize that somebody has won.
struct Win {
    let member: MemberID
    let play: TimeOrderedID
    let at: Instant
    let prize: PrizeID
    let reward: Reward

    fileprivate func write(to writer: inout JSONWriter, _ entry: GameEntry) {
        writer.member("prize", prize.text)
        writer.member("title", entry.display.prize(prize).title)
        writer.name("reward")
        reward.write(to: &writer)
        writer.member("at", at.description)
    }
}

/// Where an entry stands among those of a game.
struct EntryPlace {
    let epoch: Int64
    let sequence: Int64

    /// Behind the newest.
    static let newest = EntryPlace(epoch: .max, sequence: .max)

    init(epoch: Int64, sequence: Int64) {
        self.epoch = epoch
        self.sequence = sequence
    }

    /// The place that a cursor names, or nil.
    init?(cursor: String) {
        let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let epoch = Int64(parts[0]), let sequence = Int64(parts[1]) else {
            return nil
        }
        self.init(epoch: epoch, sequence: sequence)
    }

    var cursor: String { "\(epoch).\(sequence)" }
}

extension Snapshot {
    /// The plays of a lottery that are entered before a place, newest first.
    borrowing func entered(
        _ game: GameID,
        before place: EntryPlace,
        limit: Int
    ) throws -> [PlayRow] {
        try all(
            """
            SELECT id, game, kind, start, state, entry_epoch, sequence, settled_at, outcome, grants,
                member
            FROM play
            WHERE game = ? AND sequence IS NOT NULL AND (entry_epoch, sequence) < (?, ?)
            ORDER BY entry_epoch DESC, sequence DESC LIMIT ?
            """,
            .text(game.text),
            .int(place.epoch),
            .int(place.sequence),
            .int(Int64(limit))
        ) { try PlayRow($0, of: MemberID(validated: $0.text(10))) }
    }
}

extension PlayRow {
    /// What the play has won, the newest first; further chances are no win.
    fileprivate func wins() throws -> [Win] {
        guard kind == .lottery, let entry else { return [] }
        return try records.reversed().compactMap { record in
            let giving = record.outcome.giving
            switch giving.reward {
            case .nothing, .chances: return nil
            case .asset, .freezes, .product:
                return Win(
                    member: member,
                    play: id,
                    at: entry.at,
                    prize: giving.given,
                    reward: giving.reward
                )
            }
        }
    }
}

extension MemberID {
    /// The id with all but its first and its last character hidden, always of the same length.
    var masked: String {
        guard text.count > 2, let first = text.first, let last = text.last else { return "***" }
        return "\(first)***\(last)"
    }
}
