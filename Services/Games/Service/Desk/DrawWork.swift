import Chance
import GamesClient
import GamesDomain
import Intents
import Outbox
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// A play of a lottery: an intent whose third step draws.
struct DrawWork: Sendable {
    let desk: GamesDesk

    /// What becomes of plays, whoever drives them.
    var kind: IntentKind {
        IntentKind(
            "draw",
            lookedAtUnder: "/v1/draws/",
            finish: { [self] in try finish($0, $1, $2) },
            giveBack: { [self] in try giveBack($0, $1, $2) }
        )
    }

    /// Reserves limits, chances and nonces, and stores the play.
    func reserve(
        _ order: DrawOrder,
        _ stamp: Stamp,
        _ opening: Opening,
        _ transaction: borrowing Transaction
    ) throws -> Reservation {
        var table = try desk.table(order.game, at: opening.now, withStock: false, transaction)
        guard case .lottery(let lottery) = table.entry.game else {
            throw GamesDesk.noGame(order.game)
        }
        try desk.admit(table, transaction.reads)
        var seat = try transaction.seat(of: opening.member, at: lottery.rules.terms)
        let request = try table.request(order.count, opening.member, stamp, transaction.reads)
        let reservation: PlayReservation
        do throws(PlayRefusal) {
            reservation = try lottery.begin(request, &table.state, &seat.player)
        } catch {
            throw Problem(error)
        }
        try transaction.begin(
            PlayRow(
                id: opening.id,
                member: opening.member,
                game: order.game,
                kind: .lottery,
                start: PlayStart(reservation: reservation, clientSeed: order.clientSeed)
            )
        )
        try desk.save(table, seat, transaction)
        let title = table.entry.display.title
        return Reservation(
            reservation.payment,
            of: opening,
            for: order.count > 1 ? "\(title) × \(order.count)" : title,
            meaning: Meaning(order.game, version: table.row.version).bytes
        )
    }

    private func finish(
        _ settlement: Settlement,
        _ receipt: Receipt,
        _ transaction: borrowing Transaction
    ) throws -> Intent.Answer {
        var (play, table) = try desk.play(of: settlement, withStock: true, transaction)
        let entry = try desk.entry(of: play.start.reservation.epoch, at: table, transaction.reads)
        guard case .lottery(let lottery) = entry.game else {
            throw StorageError.fault("a draw is of no lottery")
        }
        var seat = try transaction.seat(of: play.member, at: lottery.rules.terms)
        let records = try draw(play, of: lottery, entry, &table, &seat, transaction)
        let grants = try hand(out: records, of: play, entry, table, settlement, transaction)
        play.state = .done
        play.entry = table.nextEntry()
        play.outcome = records.jsonBytes
        play.grants = grants.jsonBytes
        try transaction.settle(play)
        try transaction.count(playOf: play.game, receipt, on: table.day)
        try desk.save(table, seat, transaction)
        try desk.publishLate(play.start.reservation.epoch, table, transaction)
        let answer = DrawAnswer(
            play: play,
            entry: entry,
            version: try Meaning(settlement.intent.meaning).version,
            records: records,
            grants: grants.map { $0.map { Grant(id: $0, state: .granting) } }
        )
        let left = table.chancesLeft(to: seat.player, by: lottery.rules.terms)
        return Intent.Answer(
            status: 201,
            body: Reply.json { answer.write(to: &$0, receipt, chancesLeft: left) }.body
        )
    }

    /// Owes the prizes of a play, and tells badges of each draw.
    ///
    /// - Returns: For each draw the messages that hand out its prize.
    private func hand(
        out records: [DrawRecord],
        of play: PlayRow,
        _ entry: GameEntry,
        _ table: GameTable,
        _ settlement: Settlement,
        _ transaction: borrowing Transaction
    ) throws -> [[TimeOrderedID]] {
        var ids = FreshIDs(settlement.id)
        return try records.map { record in
            let giving = record.outcome.giving
            let title = entry.display.prize(giving.given).title
            let grants = try desk.owe(
                giving.reward,
                to: play.member,
                for: .draw(play.id, of: entry, winning: title),
                at: table.now,
                &ids,
                transaction
            )
            let event = PlayEvent(
                type: "lottery.drawn",
                game: play.game,
                prize: giving.given,
                at: table.now,
                day: play.start.reservation.period.day
            )
            try desk.tell(event, about: play.member, ids.next(), transaction)
            let given = (prize: giving.given, reward: giving.reward)
            try transaction.count([given], of: play.game, on: table.day)
            return grants
        }
    }

    private func draw(
        _ play: PlayRow,
        of lottery: Lottery,
        _ entry: GameEntry,
        _ table: inout GameTable,
        _ seat: inout Seat,
        _ transaction: borrowing Transaction
    ) throws -> [DrawRecord] {
        let reservation = play.start.reservation
        let key = try desk.seeds.key(of: reservation.epoch, entry, transaction.reads)
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
        return DrawRecord.records(of: outcomes, from: sources)
    }

    private func giveBack(
        _ settlement: Settlement,
        _ refusal: ChargeRefusal,
        _ transaction: borrowing Transaction
    ) throws {
        var (play, table) = try desk.play(of: settlement, withStock: false, transaction)
        let entry = try desk.entry(of: play.start.reservation.epoch, at: table, transaction.reads)
        guard case .lottery(let lottery) = entry.game else {
            throw StorageError.fault("a draw is of no lottery")
        }
        var seat = try transaction.seat(of: play.member, at: lottery.rules.terms)
        lottery.giveBack(play.start.reservation, &table.state, &seat.player)
        play.refuse(as: refusal, in: &table)
        try transaction.settle(play)
        try transaction.count(refusalOf: play.game, on: table.day)
        try desk.save(table, seat, transaction)
        try desk.publishLate(play.start.reservation.epoch, table, transaction)
    }
}

extension GamesDesk {
    /// The play of an intent that is being settled, and its game as it is now.
    func play(
        of settlement: Settlement,
        withStock: Bool,
        _ transaction: borrowing Transaction
    ) throws -> (PlayRow, GameTable) {
        let intent = settlement.intent
        guard let play = try transaction.reads.play(intent.id, of: intent.member) else {
            throw StorageError.fault("an intent has no play")
        }
        let table = try table(play.game, at: settlement.now, withStock: withStock, transaction)
        return (play, table)
    }

    /// Publishes an epoch that is over where this was the last that had begun in it.
    func publishLate(
        _ epoch: Int64,
        _ table: GameTable,
        _ transaction: borrowing Transaction
    ) throws {
        if epoch < table.epoch { try publishSettled(table.entry.id, transaction) }
    }
}

extension PlayRow {
    /// Enters the play as one whose charge was refused.
    mutating func refuse(as refusal: ChargeRefusal, in table: inout GameTable) {
        state = .refused
        entry = table.nextEntry()
        outcome = JSONWriter.bytes(of: .string(refusal.slug ?? "refused"))
    }
}

extension Reservation {
    /// What is charged for a play, or nothing where free chances pay for it.
    init(
        _ payment: PlayReservation.Payment,
        of opening: Opening,
        for reason: String,
        meaning: [UInt8]
    ) {
        guard case .charge(let costs) = payment, let cost = costs.first else {
            self = .free(meaning: meaning)
            return
        }
        self = .paid(
            .debit(
                Price(cost.amount, of: cost.asset),
                or: costs.dropFirst().map { Price($0.amount, of: $0.asset) },
                from: opening.member,
                reason: reason.clipped(toBytes: 256),
                notAfter: opening.notAfter
            ),
            meaning: meaning
        )
    }
}

extension OutboxMessage.Cause {
    /// For a draw that has won a prize.
    static func draw(
        _ id: TimeOrderedID,
        of entry: GameEntry,
        winning title: String
    ) -> Self {
        Self("\(entry.display.title): \(title)", reference: "draw:\(id)")
    }
}
