import GamesClient
import GamesDomain
import Primitives
import ServiceHost
import Storage

/// A game that is being played in a transaction: its open epoch, the rules of it, its counts.
struct GameTable {
    /// The rules of the open epoch, with what is shown of them.
    let entry: GameEntry
    /// Whether the newest version of the programme has the game still.
    let isOffered: Bool
    /// The instant that it is, never before the newest one of the game.
    let now: Instant
    /// The game as it is stored.
    var row: OpenGame
    /// What was given and reserved; the stock only where it was asked for.
    var state: GameState
    /// The stock as it was loaded.
    var formerStock: [PrizeID: StockCount]

    /// The day that it is in the programme's zone.
    var day: CalendarDay { entry.game.terms.zone.day(of: now) }

    /// The number of the open epoch.
    var epoch: Int64 { row.epoch }

    /// The place of the next entry of the epoch.
    mutating func nextEntry() -> PlayRow.Entry {
        row.sequence = row.sequence.addingReportingOverflow(1).partialValue
        return PlayRow.Entry(epoch: row.epoch, sequence: row.sequence, at: now)
    }

    /// What a member asks for who plays so often at once.
    func request(
        _ count: Int64,
        _ member: MemberID,
        _ stamp: Stamp,
        _ reads: borrowing Snapshot
    ) throws -> PlayRequest {
        PlayRequest(
            count: count,
            epoch: epoch,
            at: now,
            traits: try reads.traits(of: member, stamp.caller)
        )
    }

    /// How many free chances a player has now, by the terms that its play has followed.
    func chancesLeft(to player: Player, by terms: GameTerms) -> Int64 {
        player.chancesLeft(on: PlayPeriod(at: now, in: terms.zone).day, terms.free)
    }
}

extension GameEntry {
    /// The lottery that it is, or nil.
    var lottery: Lottery? {
        if case .lottery(let lottery) = game { lottery } else { nil }
    }
}
