import Chance
import GamesClient
import GamesDomain
import Outbox
import Primitives
import Problems
import ServiceHost
import Storage

extension GamesDesk {
    /// A round as it is at an instant, settled first where it is due.
    ///
    /// - Returns: The round, and the instant, which is never before the newest one of the game.
    func current(
        _ row: RoundRow,
        at now: Instant,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> (row: RoundRow, now: Instant) {
        guard row.ending == nil else { return (row, now) }
        var row = row
        var table = try table(row.game, at: now, withStock: true, transaction)
        _ = try settle(&row, &table, &ids, transaction)
        return (row, table.now)
    }

    /// Settles a round if it is due: what was won is owed, the rest returns to the stock, and its
    /// cards are secret no more.
    ///
    /// - Parameters:
    ///   - row: The round, which goes on.
    ///   - table: Its game, with the stock.
    ///   - ids: The ids of what is owed.
    ///   - transaction: Where it is stored.
    /// - Returns: Whether it was due.
    /// - Throws: `StorageError`.
    func settle(
        _ row: inout RoundRow,
        _ table: inout GameTable,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        let entry = try entry(of: row.name.epoch, at: table, transaction.reads)
        var seat = try transaction.reads.seatOrNew(of: row.member, at: entry.game.terms)
        let settlement = CardFlip.settle(
            &row.round,
            at: table.now,
            &table.state,
            &seat.player
        )
        guard let settlement else { return false }
        guard var play = try transaction.reads.play(row.id, of: row.member),
            let dealt = try play.outcome.map({ try DealtCards(jsonBytes: $0) })
        else { throw StorageError.fault("a round has no start") }
        let grants = try owe(settlement, of: row, entry, play, at: table.now, &ids, transaction)
        let ending = RoundRow.Ending(
            entry: table.nextEntry(),
            settlement: settlement,
            grants: grants.jsonBytes,
            salt: try seeds.vault.open(row.sealedSalt, at: row.place)
        )
        row.ending = ending
        try transaction.save(row)
        // What was dealt is entered as it will be published.
        play.outcome =
            DealtRound(cards: dealt, salt: ending.salt, commitment: row.commitment).jsonBytes
        try transaction.settle(play)
        try transaction.clear(row.round, of: row.game)
        var growth = GameDayGrowth()
        for win in settlement.wins { growth.count(win.reward, as: win.prize) }
        transaction.count(growth, of: row.game, on: table.day)
        try save(table, seat, transaction)
        try publishLate(row.name.epoch, table, transaction)
        return true
    }

    /// Owes what was won in a round, and the news of it.
    ///
    /// - Returns: For each win the messages that hand it out.
    private func owe(
        _ settlement: RoundSettlement,
        of row: RoundRow,
        _ entry: GameEntry,
        _ play: PlayRow,
        at now: Instant,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> [[TimeOrderedID]] {
        var grants: [[TimeOrderedID]] = []
        for win in settlement.wins {
            let title = entry.display.prize(win.prize).title
            let cause = OutboxMessage.Cause(
                "\(entry.display.title): \(title)",
                reference: "round:\(row.id)"
            )
            grants.append(
                try owe(win.reward, to: row.member, for: cause, at: now, &ids, transaction)
            )
        }
        let event = PlayEvent(
            type: "cardflip.played",
            game: row.game,
            prize: nil,
            at: now,
            day: play.start.reservation.period.day
        )
        try tell(event, about: row.member, ids.next(), transaction)
        return grants
    }

    /// Settles a round that is over by now and that nobody has ended.
    ///
    /// - Throws: What keeps it from being settled.
    func settle(
        _ due: DueRound,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws {
        guard var row = try transaction.reads.round(due.id, of: due.member) else {
            throw StorageError.fault("a round that is due is not dealt")
        }
        var generator = SystemRandomNumberGenerator()
        let random = (generator.next() as UInt64, generator.next() as UInt64)
        var ids = FreshIDs { TimeOrderedID(at: now, random: (random.0, random.1 &+ UInt64($0))) }
        var table = try table(row.game, at: now, withStock: true, transaction)
        guard try settle(&row, &table, &ids, transaction) else {
            throw StorageError.fault("a round that is due is not over")
        }
    }

    /// Opens the salt of every round that goes on.
    ///
    /// - Throws: `VaultFault` where one cannot be opened: the round could never be revealed.
    func checkSalts(_ reads: borrowing Snapshot) throws {
        var place = (member: "", id: [UInt8]())
        while true {
            let rows = try reads.secretRounds(after: place.member, place.id, limit: 500)
            guard let last = rows.last else { return }
            for row in rows {
                let salt = try seeds.vault.open(row.sealedSalt, as: LayoutSalt.self, at: row.place)
                guard Commitment(to: row.round.canonicalLayout, salt: salt) == row.commitment else {
                    throw StorageError.fault("a round is not the one that was committed to")
                }
            }
            place = (last.member.text, last.id.bytes)
        }
    }
}
