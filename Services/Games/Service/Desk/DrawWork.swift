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

    /// Reserves limits, chances and nonces, and stores the play; one that is free is drawn at once.
    func reserve(
        _ order: DrawOrder,
        _ stamp: Stamp,
        _ opening: Opening,
        _ transaction: borrowing Transaction
    ) throws -> Reservation {
        var table = try desk.table(order.game, at: opening.now, withStock: false, transaction)
        guard let lottery = table.entry.lottery else { throw GamesDesk.noGame(order.game) }
        try desk.admit(table)
        var seat = try transaction.reads.seatOrNew(of: opening.member, at: lottery.rules.terms)
        let request = try table.request(order.count, opening.member, stamp, transaction.reads)
        let reservation: PlayReservation
        do throws(PlayRefusal) {
            reservation = try lottery.begin(request, &table.state, &seat.player)
        } catch {
            throw Problem(error)
        }
        try transaction.count(active: opening.member, by: reservation, seat.player)
        let play = PlayRow(
            id: opening.id,
            member: opening.member,
            game: order.game,
            kind: .lottery,
            start: PlayStart(reservation: reservation, clientSeed: order.clientSeed)
        )
        let meaning = Meaning(order.game, version: table.row.version).bytes
        guard case .charge = reservation.payment else {
            try desk.bringStock(to: &table, transaction.reads)
            let turn = DrawTurn(free: play, of: lottery, table, seat)
            return .free(meaning: meaning) { try desk.settle(turn, $0, .free, $1) }
        }
        try transaction.insert(play)
        try desk.save(table, seat, transaction)
        let title = table.entry.display.title
        let reason = order.count > 1 ? "\(title) × \(order.count)" : title
        return Reservation(reservation.payment, of: opening, for: reason, meaning: meaning)
    }

    private func finish(
        _ settlement: Settlement,
        _ receipt: Receipt,
        _ transaction: borrowing Transaction
    ) throws -> Intent.Answer {
        let turn = try desk.turn(of: settlement, withStock: true, transaction)
        return try desk.settle(turn, settlement, receipt, transaction)
    }

    private func giveBack(
        _ settlement: Settlement,
        _ refusal: ChargeRefusal,
        _ transaction: borrowing Transaction
    ) throws {
        var turn = try desk.turn(of: settlement, withStock: false, transaction)
        turn.giveBack(as: refusal)
        try transaction.settle(turn.play)
        transaction.count(.refusal, of: turn.play.game, on: turn.table.day)
        try desk.save(turn.table, turn.seat, transaction)
        try desk.publishLate(turn.play.start.reservation.epoch, turn.table, transaction)
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
