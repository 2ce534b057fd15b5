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

/// The start of a round of cards: an intent whose third step deals.
struct RoundWork: Sendable {
    let desk: GamesDesk

    /// What becomes of starts, whoever drives them.
    var kind: IntentKind {
        IntentKind(
            "round",
            lookedAtUnder: "/v1/rounds/",
            finish: { [self] in try finish($0, $1, $2) },
            giveBack: { [self] in try giveBack($0, $1, $2) }
        )
    }

    /// Reserves limits, chances, the nonce and the member's one round of the game.
    func reserve(
        _ game: GameID,
        _ clientSeed: ClientSeed,
        _ stamp: Stamp,
        _ opening: Opening,
        _ transaction: borrowing Transaction
    ) throws -> Reservation {
        let member = opening.member
        var table = try desk.table(game, at: opening.now, withStock: true, transaction)
        guard case .cardFlip(let cards) = table.entry.game else { throw GamesDesk.noGame(game) }
        try desk.admit(table)
        try makeRoom(for: member, &table, stamp, transaction)
        var seat = try transaction.reads.seatOrNew(of: member, at: cards.rules.terms)
        let request = try table.request(1, member, stamp, transaction.reads)
        let reservation: PlayReservation
        do throws(PlayRefusal) {
            reservation = try cards.begin(request, &table.state, &seat.player)
        } catch {
            throw Problem(error)
        }
        try transaction.insert(
            PlayRow(
                id: opening.id,
                member: member,
                game: game,
                kind: .cardFlip,
                start: PlayStart(reservation: reservation, clientSeed: clientSeed)
            )
        )
        try transaction.count(active: member, by: reservation, seat.player)
        let name = RoundName(epoch: reservation.epoch, nonce: reservation.firstNonce)
        try transaction.reserveRound(opening.id, of: member, game, name)
        try desk.save(table, seat, transaction)
        return Reservation(
            reservation.payment,
            of: opening,
            for: table.entry.display.title,
            meaning: Meaning(game, version: table.row.version).bytes
        )
    }

    /// Sees to it that the member has no other round of the game, one that is over settled first.
    private func makeRoom(
        for member: MemberID,
        _ table: inout GameTable,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws {
        guard let id = try transaction.reads.openRound(of: table.entry.id, member) else { return }
        if var row = try transaction.reads.round(id, of: member) {
            // Another place of the request's ids than what the start itself makes.
            var ids = FreshIDs { stamp.id($0 &+ 1_000) }
            if try desk.settle(&row, &table, &ids, transaction) { return }
        }
        throw RoundRow.isOpen(id)
    }

    private func finish(
        _ settlement: Settlement,
        _ receipt: Receipt,
        _ transaction: borrowing Transaction
    ) throws -> Intent.Answer {
        var (play, table) = try desk.play(of: settlement, withStock: true, transaction)
        let entry = try desk.entry(of: play.start.reservation.epoch, at: table, transaction.reads)
        guard case .cardFlip(let cards) = entry.game else {
            throw StorageError.fault("a round is of no card flip")
        }
        var seat = try transaction.reads.seatOrNew(of: play.member, at: cards.rules.terms)
        let (row, dealt) = try deal(play, of: cards, entry, &table, &seat, transaction)
        play.state = .done
        play.entry = table.nextEntry()
        play.outcome = dealt.jsonBytes
        try transaction.settle(play)
        transaction.count(.play(receipt), of: play.game, on: table.day)
        try transaction.save(row)
        try desk.save(table, seat, transaction)
        try transaction.lay(row.round, of: play.game)
        try desk.publishLate(play.start.reservation.epoch, table, transaction)
        let left = table.chancesLeft(to: seat.player, by: cards.rules.terms)
        let answer = RoundAnswer(
            row: row,
            clientSeed: play.start.clientSeed,
            entry: entry,
            version: try Meaning(settlement.intent.meaning).version,
            now: table.now
        )
        return Intent.Answer(
            status: 201,
            body: Reply.json { answer.write(to: &$0, receipt, chancesLeft: left) }.body
        )
    }

    private func deal(
        _ play: PlayRow,
        of cards: CardFlip,
        _ entry: GameEntry,
        _ table: inout GameTable,
        _ seat: inout Seat,
        _ transaction: borrowing Transaction
    ) throws -> (RoundRow, DealtCards) {
        let reservation = play.start.reservation
        let name = RoundName(epoch: reservation.epoch, nonce: reservation.firstNonce)
        let key = try desk.seeds.key(of: name.epoch, entry, transaction.reads)
        var source = RecordingSource(
            key.draw(
                of: seat.pseudonym,
                nonce: UInt64(clamping: name.nonce),
                clientSeed: play.start.clientSeed
            )
        )
        let deal = cards.deal(
            reservation,
            at: table.now,
            from: &source,
            &table.state,
            &seat.player
        )
        let salt = LayoutSalt.random()
        let place = RoundRow.place(of: play.id, in: play.game, name.epoch)
        let row = RoundRow(
            id: play.id,
            member: play.member,
            game: play.game,
            name: name,
            round: deal.round,
            commitment: Commitment(to: deal.round.canonicalLayout, salt: salt),
            sealedSalt: try desk.seeds.vault.seal(salt, at: place)
        )
        return (row, DealtCards(deal, from: source))
    }

    private func giveBack(
        _ settlement: Settlement,
        _ refusal: ChargeRefusal,
        _ transaction: borrowing Transaction
    ) throws {
        var (play, table) = try desk.play(of: settlement, withStock: false, transaction)
        let entry = try desk.entry(of: play.start.reservation.epoch, at: table, transaction.reads)
        guard case .cardFlip(let cards) = entry.game else {
            throw StorageError.fault("a round is of no card flip")
        }
        var seat = try transaction.reads.seatOrNew(of: play.member, at: cards.rules.terms)
        cards.giveBack(play.start.reservation, &table.state, &seat.player)
        play.refuse(as: refusal, in: &table)
        try transaction.settle(play)
        transaction.count(.refusal, of: play.game, on: table.day)
        try transaction.dropRound(play.id, of: play.member)
        try desk.save(table, seat, transaction)
        try desk.publishLate(play.start.reservation.epoch, table, transaction)
    }
}

extension Round {
    /// What a commitment to the layout is made of.
    var canonicalLayout: CanonicalBytes { CanonicalBytes(layout: layout.map(\.canonical)) }

    /// How many pieces of each prize lie on the table.
    var pieces: [PrizeID: Int64] {
        var faces: [PrizeID: Int64] = [:]
        for face in layout { faces[face.prize, default: 0] += 1 }
        return faces.mapValues { $0 / mode.cardsPerPrize }
    }
}
