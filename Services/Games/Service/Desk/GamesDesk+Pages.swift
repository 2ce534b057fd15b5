import Access
import GamesClient
import GamesDomain
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
        let current = try programme.current(reads)
        guard current.section.entry(id) != nil, let open = try reads.openGame(id) else {
            return nil
        }
        var (epoch, version) = (open.epoch, open.version)
        if now >= open.dueAt {
            let zone = current.section.zone
            let start = max(open.dueAt, zone.start(of: zone.day(of: now)))
            let next = try programme.version(at: start, reads) ?? current
            guard next.section.entry(id) != nil else { return nil }
            (epoch, version) = (epoch + 1, next.number)
        }
        let entry = try entry(of: id, in: version, reads)
        guard let seat = try reads.seat(of: member, at: entry.game.terms) else { return nil }
        let round = try round(of: id, member, reads)
        return GamePage(
            entry: entry,
            version: version,
            epoch: epoch,
            isPaused: open.isPaused,
            commitment: try reads.epoch(epoch, of: id)?.commitment,
            nextCommitment: try reads.epoch(epoch + 1, of: id)?.commitment,
            now: max(now, open.newestAt),
            state: GameState(stock: try reads.shownStock(of: id), reserved: open.reserved),
            pseudonym: seat.pseudonym,
            player: round.map { seat.player.without($0.round.pieces) } ?? seat.player,
            traits: try reads.traits(of: member, caller),
            round: try round.map { try answer($0, at: max(now, open.newestAt), reads) }
        )
    }

    /// The round of a card flip that a member has dealt and not ended, or nil.
    private func round(
        of game: GameID,
        _ member: MemberID,
        _ reads: borrowing Snapshot
    ) throws -> RoundRow? {
        guard let id = try reads.openRound(of: game, member) else { return nil }
        return try reads.round(id, of: member)
    }
}
