import Access
import GamesClient
import GamesDomain
import Intents
import Primitives
import ServiceHost
import Storage

extension GamesDesk {
    /// A game as a page shows it to a member, as it would be after the end of an epoch that is
    /// over; nil where it is not in the programme or the member has no seat yet.
    func page(
        _ id: GameID,
        for member: MemberID,
        _ caller: Caller,
        at now: Instant,
        _ reads: borrowing Snapshot
    ) throws -> GamePage? {
        guard let turn = try turn(of: id, at: now, reads) else { return nil }
        let (open, epoch, version) = (turn.open, turn.epoch, turn.version)
        let entry = try entry(of: id, in: version, reads)
        guard let seat = try reads.seat(of: member, at: entry.game.terms) else { return nil }
        let now = max(now, open.newestAt)
        let (round, pieces) = try round(of: id, member, at: now, reads)
        return GamePage(
            entry: entry,
            version: version,
            epoch: epoch,
            isPaused: open.isPaused,
            commitment: try reads.epoch(epoch, of: id)?.commitment,
            nextCommitment: try reads.epoch(epoch + 1, of: id)?.commitment,
            now: now,
            state: GameState(stock: try reads.shownStock(of: id), reserved: open.reserved),
            pseudonym: seat.pseudonym,
            player: seat.player.without(pieces),
            traits: try reads.traits(of: member, caller),
            round: round
        )
    }

    /// The rules of a game that are played now, as of the end of an epoch that is over, with those
    /// that have been published since; nil where it is not in the programme.
    func rules(
        of id: GameID,
        at now: Instant,
        _ reads: borrowing Snapshot
    ) throws -> RulesPage? {
        guard let turn = try turn(of: id, at: now, reads),
            let version = try programme.version(numbered: turn.version, reads)
        else { return nil }
        let entry = try entry(of: id, in: turn.version, reads)
        let current = try programme.current(reads)
        let next = current.section.entry(id)
        return RulesPage(
            of: entry,
            version: turn.version,
            organiser: version.section.organiser,
            coming: next.flatMap { next in
                next == entry
                    ? nil : RulesPage.Coming(next, version: current.number, from: turn.endsAt)
            }
        )
    }

    /// The epoch in which a game is played.
    private struct Turn {
        let open: OpenGame
        /// Its number, which is the next one's where the open epoch is over.
        let epoch: Int64
        let version: Int64
        /// When it ends, unless an operator ends it before.
        let endsAt: Instant
    }

    private func turn(
        of id: GameID,
        at now: Instant,
        _ reads: borrowing Snapshot
    ) throws -> Turn? {
        let current = try programme.current(reads)
        guard current.section.entry(id) != nil, let open = try reads.openGame(id) else {
            return nil
        }
        guard now >= open.dueAt else {
            return Turn(open: open, epoch: open.epoch, version: open.version, endsAt: open.dueAt)
        }
        let zone = current.section.zone
        let start = max(open.dueAt, zone.start(of: zone.day(of: now)))
        guard let next = try version(of: id, at: start, current, reads) else { return nil }
        return Turn(
            open: open,
            epoch: open.epoch + 1,
            version: next.number,
            endsAt: zone.start(of: zone.day(of: start).following)
        )
    }

    /// The round of a card flip that a member has not ended, or nil, and what lies on its table.
    private func round(
        of game: GameID,
        _ member: MemberID,
        at now: Instant,
        _ reads: borrowing Snapshot
    ) throws -> (PageRound?, [PrizeID: Int64]) {
        guard let id = try reads.openRound(of: game, member) else { return (nil, [:]) }
        guard let row = try reads.round(id, of: member) else {
            return (.pending(id, href: RoundWork(desk: self).kind.href(id)), [:])
        }
        return (.dealt(try answer(row, at: now, reads)), row.round.pieces)
    }
}
