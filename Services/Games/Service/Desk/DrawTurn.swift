import Chance
import GamesClient
import GamesDomain
import Intents
import Outbox
import Primitives
import ServiceHost
import Storage
import Wire

/// A play of a lottery that is being settled: its game as it is now, and its member there.
struct DrawTurn {
    var play: PlayRow
    /// Whether the play is stored as pending; one that is free is stored when it is drawn.
    let isStored: Bool
    /// The lottery whose rules the play follows; its epoch may be over.
    let lottery: Lottery
    /// The same with what is shown of it.
    let entry: GameEntry
    /// The version of the programme that the play follows.
    let version: Int64
    var table: GameTable
    var seat: Seat

    init(
        _ play: PlayRow,
        isStored: Bool,
        of lottery: Lottery,
        by entry: GameEntry,
        in version: Int64,
        _ table: GameTable,
        _ seat: Seat
    ) {
        self.play = play
        self.isStored = isStored
        self.lottery = lottery
        self.entry = entry
        self.version = version
        self.table = table
        self.seat = seat
    }

    /// The turn of a play that is drawn as soon as it has begun, by the rules of the open epoch.
    init(free play: PlayRow, of lottery: Lottery, _ table: GameTable, _ seat: Seat) {
        self.init(
            play,
            isStored: false,
            of: lottery,
            by: table.entry,
            in: table.row.version,
            table,
            seat
        )
    }

    /// How many free chances the member has now.
    var chancesLeft: Int64 { table.chancesLeft(to: seat.player, by: lottery.rules.terms) }

    /// Draws, and enters the play with what was drawn.
    mutating func draw(from key: EpochKey) -> [DrawRecord] {
        let reservation = play.start.reservation
        var sources = reservation.nonces.map { nonce in
            RecordingSource(
                key.draw(
                    of: seat.pseudonym,
                    nonce: UInt64(clamping: nonce),
                    clientSeed: play.start.clientSeed
                )
            )
        }
        let outcomes = lottery.settle(
            reservation,
            at: table.now,
            from: &sources,
            &table.state,
            &seat.player
        )
        let records = DrawRecord.records(of: outcomes, from: sources)
        play.state = .done
        play.entry = table.nextEntry()
        play.outcome = records.jsonBytes
        return records
    }

    /// Gives back what was reserved, and enters the play as one whose charge was refused.
    mutating func giveBack(as refusal: ChargeRefusal) {
        lottery.giveBack(play.start.reservation, &table.state, &seat.player)
        play.refuse(as: refusal, in: &table)
    }
}

extension GamesDesk {
    /// The turn of a play that was stored as pending.
    func turn(
        of settlement: Settlement,
        withStock: Bool,
        _ transaction: borrowing Transaction
    ) throws -> DrawTurn {
        let (play, table) = try play(of: settlement, withStock: withStock, transaction)
        let entry = try entry(of: play.start.reservation.epoch, at: table, transaction.reads)
        guard let lottery = entry.lottery else {
            throw StorageError.fault("a draw is of no lottery")
        }
        let seat = try transaction.reads.seatOrNew(of: play.member, at: lottery.rules.terms)
        let version = try Meaning(settlement.intent.meaning).version
        return DrawTurn(
            play,
            isStored: true,
            of: lottery,
            by: entry,
            in: version,
            table,
            seat
        )
    }

    /// Draws a play, owes what it has won, and stores all of it.
    ///
    /// - Returns: The final answer.
    func settle(
        _ turn: DrawTurn,
        _ settlement: Settlement,
        _ receipt: Receipt,
        _ transaction: borrowing Transaction
    ) throws -> Intent.Answer {
        var turn = turn
        let epoch = turn.play.start.reservation.epoch
        let records = turn.draw(from: try seeds.key(of: epoch, turn.entry, transaction.reads))
        let grants = try hand(out: records, of: turn, settlement, transaction)
        turn.play.grants = grants.jsonBytes
        if turn.isStored {
            try transaction.settle(turn.play)
        } else {
            try transaction.insert(turn.play)
        }
        try count(records, of: turn, receipt, transaction)
        try save(turn.table, turn.seat, transaction)
        try publishLate(epoch, turn.table, transaction)
        let answer = DrawAnswer(
            play: turn.play,
            entry: turn.entry,
            version: turn.version,
            records: records,
            grants: grants.map { $0.map { Grant(id: $0, state: .granting) } }
        )
        return Intent.Answer(
            status: 201,
            body: Reply.json { answer.write(to: &$0, receipt, chancesLeft: turn.chancesLeft) }.body
        )
    }

    private func count(
        _ records: [DrawRecord],
        of turn: DrawTurn,
        _ receipt: Receipt,
        _ transaction: borrowing Transaction
    ) throws {
        var growth = GameDayGrowth.play(receipt)
        for record in records {
            let giving = record.outcome.giving
            let odds = DrawnOdds(version: turn.version, weighting: record.outcome.weighting)
            growth.count(giving.reward, as: giving.given, by: odds)
        }
        transaction.count(growth, of: turn.play.game, on: turn.table.day)
    }

    /// Owes the prizes of a play, and tells badges of each draw.
    ///
    /// - Returns: For each draw the messages that hand out its prize.
    private func hand(
        out records: [DrawRecord],
        of turn: DrawTurn,
        _ settlement: Settlement,
        _ transaction: borrowing Transaction
    ) throws -> [[TimeOrderedID]] {
        let play = turn.play
        var ids = FreshIDs(settlement.id)
        return try records.map { record in
            let giving = record.outcome.giving
            let title = turn.entry.display.prize(giving.given).title
            let grants = try owe(
                giving.reward,
                to: play.member,
                for: .draw(play.id, of: turn.entry, winning: title),
                at: turn.table.now,
                &ids,
                transaction
            )
            let event = PlayEvent(
                type: "lottery.drawn",
                game: play.game,
                prize: giving.given,
                at: turn.table.now,
                day: play.start.reservation.period.day
            )
            try tell(event, about: play.member, ids.next(), transaction)
            return grants
        }
    }
}
