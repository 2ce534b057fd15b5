import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

/// What the entries of an epoch have given.
struct StockFlow {
    /// How many of each prize were given, net of what was returned.
    fileprivate(set) var given: [PrizeID: Int64] = [:]
    /// How many entries there are.
    fileprivate(set) var entries: Int64 = 0
    /// The number of the last one.
    fileprivate(set) var last: Int64 = 0

    fileprivate mutating func enter(_ sequence: Int64) {
        entries += 1
        last = max(last, sequence)
    }

    fileprivate mutating func give(_ prize: PrizeID) {
        given[prize] = (given[prize] ?? 0).addingReportingOverflow(1).partialValue
    }

    fileprivate mutating func take(back count: Int64, of prize: PrizeID) {
        given[prize] = (given[prize] ?? 0).subtractingReportingOverflow(count).partialValue
    }
}

extension Snapshot {
    /// The first epoch behind one that was ever opened, or nil.
    borrowing func openedEpoch(after name: EpochName) throws -> EpochRow? {
        let found = try first(
            """
            SELECT game, epoch FROM epoch WHERE state > 0 AND (game, epoch) > (?, ?)
            ORDER BY game, epoch LIMIT 1
            """,
            .text(name.game),
            .int(name.number)
        ) { (GameID(validated: $0.text(0)), $0.int(1)) }
        guard let (game, number) = found else { return nil }
        return try epoch(number, of: game)
    }

    /// The number of an epoch's newest play among its entries, 0 where it has none.
    borrowing func newestPlay(in epoch: EpochRow) throws -> Int64 {
        try first(
            """
            SELECT sequence FROM play
            WHERE game = ? AND entry_epoch = ? AND sequence IS NOT NULL
            ORDER BY sequence DESC LIMIT 1
            """,
            .text(epoch.game.text),
            .int(epoch.number)
        ) { $0.int(0) } ?? 0
    }

    /// Plays entered in an epoch that are not as far as their intents, or were drawn without the
    /// charge that they needed; at most ten.
    borrowing func plays(
        notAsTheirIntentsIn epoch: EpochRow
    ) throws -> [(id: String, play: String, intent: String)] {
        try all(
            """
            SELECT play.id, play.state, intent.state, intent.charge_path IS NOT NULL,
                intent.transfer IS NOT NULL
            FROM play LEFT JOIN intent ON intent.member = play.member AND intent.id = play.id
            WHERE play.game = ? AND play.entry_epoch = ? AND play.sequence IS NOT NULL AND (
                intent.id IS NULL OR play.state <> intent.state
                OR (play.state = 1 AND intent.charge_path IS NOT NULL AND intent.transfer IS NULL)
            ) LIMIT 10
            """,
            .text(epoch.game.text),
            .int(epoch.number)
        ) { row in
            let id = TimeOrderedID(bytes: row.blob(0))?.description ?? "unreadable"
            let play = PlayRow.State(rawValue: row.int(1))?.name ?? "unreadable"
            let intent = row.isNull(2) ? "none" : PlayRow.State(rawValue: row.int(2))?.name
            let isUnpaid = row.int(3) == 1 && row.int(4) == 0
            return (id, play, isUnpaid ? "not charged" : intent ?? "unreadable")
        }
    }

    /// Plays that began in an epoch and are pending though their intents are not; at most ten.
    borrowing func plays(
        leftBehindIn epoch: EpochRow
    ) throws -> [(id: String, play: String, intent: String)] {
        try all(
            """
            SELECT play.id FROM play
            LEFT JOIN intent ON intent.member = play.member AND intent.id = play.id
            WHERE play.game = ? AND play.epoch = ? AND play.state = 0
                AND (intent.id IS NULL OR intent.state <> 0)
            LIMIT 10
            """,
            .text(epoch.game.text),
            .int(epoch.number)
        ) { row in
            let id = TimeOrderedID(bytes: row.blob(0))?.description ?? "unreadable"
            return (id, "pending", "settled")
        }
    }

    /// What the entries of an epoch have given, or nil where there are more than so many.
    borrowing func stockFlow(in epoch: EpochRow, limit: Int) throws -> StockFlow? {
        var flow = StockFlow()
        try addPlays(of: epoch, limit, to: &flow)
        try each(
            "SELECT sequence FROM restock WHERE game = ? AND epoch = ? ORDER BY sequence LIMIT ?",
            .text(epoch.game.text),
            .int(epoch.number),
            .int(Int64(limit))
        ) { flow.enter($0.int(0)) }
        try each(
            """
            SELECT end_sequence, settlement FROM card_round WHERE game = ? AND end_epoch = ?
                AND end_sequence IS NOT NULL
            ORDER BY end_sequence LIMIT ?
            """,
            .text(epoch.game.text),
            .int(epoch.number),
            .int(Int64(limit))
        ) { row in
            flow.enter(row.int(0))
            let settlement = try RoundSettlement(jsonBytes: row.blob(1))
            for (prize, count) in settlement.returned { flow.take(back: count, of: prize) }
        }
        return flow.entries < Int64(limit) ? flow : nil
    }

    private borrowing func addPlays(
        of epoch: EpochRow,
        _ limit: Int,
        to flow: inout StockFlow
    ) throws {
        try each(
            """
            SELECT sequence, state, kind, outcome FROM play
            WHERE game = ? AND entry_epoch = ? AND sequence IS NOT NULL
            ORDER BY sequence LIMIT ?
            """,
            .text(epoch.game.text),
            .int(epoch.number),
            .int(Int64(limit))
        ) { row in
            flow.enter(row.int(0))
            guard row.int(1) == PlayRow.State.done.rawValue else { return }
            let outcome = try JSONParser.parse(row.blob(3))
            let isRound = row.int(2) == PlayRow.Kind.cardFlip.rawValue
            for giving in (isRound ? outcome["givings"] : outcome)?.elements ?? [] {
                guard let prize = giving["given"]?.text else { continue }
                flow.give(PrizeID(validated: prize))
            }
        }
    }
}
