import GamesClient
import GamesDomain
import Intents
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// A flip beyond the included ones: an intent whose third step lets the member turn one more card.
struct ExtraFlipWork: Sendable {
    let desk: GamesDesk

    /// What becomes of extra flips, whoever drives them.
    var kind: IntentKind {
        IntentKind(
            "extraFlip",
            lookedAtUnder: "/v1/extra-flips/",
            finish: { [self] in try finish($0, $1, $2) },
            giveBack: { [self] settlement, _, transaction in
                try giveBack(settlement, transaction)
            }
        )
    }

    /// Reserves the flip's place in the round, which is not settled before the flip is.
    func reserve(
        in id: TimeOrderedID,
        _ opening: Opening,
        _ transaction: borrowing Transaction
    ) throws -> Reservation {
        guard var row = try transaction.reads.round(id, of: opening.member) else {
            throw RoundRow.missing
        }
        guard row.ending == nil else { throw Problem(FlipRefusal.finished) }
        let table = try desk.table(row.game, at: opening.now, withStock: false, transaction)
        let costs: [Cost]
        do throws(FlipRefusal) {
            costs = try row.round.reserveExtraFlip(at: table.now)
        } catch {
            throw Problem(error)
        }
        try transaction.save(row)
        return Reservation(
            .charge(costs),
            of: opening,
            for: "\(table.entry.display.title): one more card",
            meaning: FlipMeaning(round: id).bytes
        )
    }

    private func finish(
        _ settlement: Settlement,
        _ receipt: Receipt,
        _ transaction: borrowing Transaction
    ) throws -> Intent.Answer {
        let row = try end(settlement, transaction) { $0.takeExtraFlip() }
        return Intent.Answer(
            status: 201,
            body: Reply.json { writer in
                writer.member("id", settlement.intent.id.description)
                writer.member("state", "done")
                writer.member("round", row.id.description)
                receipt.write(to: &writer)
                writer.member("flipsLeft", row.round.flipsLeft)
            }.body
        )
    }

    private func giveBack(
        _ settlement: Settlement,
        _ transaction: borrowing Transaction
    ) throws {
        _ = try end(settlement, transaction) { $0.dropExtraFlip() }
    }

    /// Gives the flip or its place back, and settles the round where it has only waited for that.
    private func end(
        _ settlement: Settlement,
        _ transaction: borrowing Transaction,
        _ change: (inout Round) -> Void
    ) throws -> RoundRow {
        let id = try FlipMeaning(settlement.intent.meaning).round
        guard var row = try transaction.reads.round(id, of: settlement.intent.member),
            row.ending == nil
        else { throw StorageError.fault("an extra flip has no round") }
        var table = try desk.table(row.game, at: settlement.now, withStock: true, transaction)
        change(&row.round)
        try transaction.save(row)
        var ids = FreshIDs(settlement.id)
        _ = try desk.settle(&row, &table, &ids, transaction)
        return row
    }
}

/// What fixes the meaning of an extra flip: its round.
private struct FlipMeaning {
    let round: TimeOrderedID

    init(round: TimeOrderedID) {
        self.round = round
    }

    /// Reads a meaning that was stored.
    init(_ bytes: [UInt8]) throws {
        guard let round = try JSONParser.parse(bytes)["round"]?.text.flatMap({ TimeOrderedID($0) })
        else { throw StorageError.fault("an intent's meaning is not readable") }
        self.init(round: round)
    }

    /// The meaning as it is stored.
    var bytes: [UInt8] { JSONWriter.bytes(of: ["round": .string(round.description)]) }
}
