import GamesDomain
import Intents
import Outbox
import Primitives
import ServiceHost
import Storage

extension GamesDesk {
    /// What comes due by itself: the ends of epochs, and of rounds that nobody has ended; operators
    /// are told of what cannot be settled.
    func dueWork(
        _ relay: Relay,
        _ intents: Intents,
        _ stuck: StuckDues<GamesDue>
    ) -> DueWork {
        let (epochs, rounds) = (DueSweep<DueGame>(), DueSweep<DueRound>())
        return DueWork(
            next: { [try $0.nextEpochEnd(), try $0.nextRoundEnd()].compactMap(\.self).min() },
            settle: { try settle(until: $0, limit: $1, epochs, rounds, stuck, $2) },
            isNew: { try $0.hasNoPlay() },
            newest: { try $0.newestInstant() },
            owed: { try relay.owed($0) + intents.owed($0) },
            rewind: { try rewind(to: $0, $1) }
        )
    }

    /// How many epochs and rounds one commit settles; each may write some dozen rows.
    private static let largestBatch = 100

    /// Settles what is due, row by row: one that cannot be is undone, and holds up no other.
    private func settle(
        until now: Instant,
        limit: Int,
        _ epochs: DueSweep<DueGame>,
        _ rounds: DueSweep<DueRound>,
        _ stuck: StuckDues<GamesDue>,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        var batch = DueBatch(room: min(limit, Self.largestBatch))
        let endings = try batch.settle(transaction, epochs) { last, limit, reads in
            try reads.gamesDue(until: now, after: last, limit: limit)
        } _: { due, transaction in
            guard let open = try transaction.reads.openGame(due.game) else {
                throw StorageError.fault("an open epoch is not that of its game")
            }
            try endEpoch(of: open, at: now, transaction)
            return 1
        }
        let timeouts = try batch.settle(transaction, rounds) { last, limit, reads in
            try reads.roundsDue(until: now, after: last, limit: limit)
        } _: { due, transaction in
            try settle(due, at: now, transaction)
            return 1
        }
        stuck.report(.epoch, endings) { $0.game.text }
        stuck.report(.round, timeouts) { $0.id.description }
        return batch.settled
    }

    /// Begins the epochs of a store without plays anew, at an instant to which its clock is set.
    private func rewind(to now: Instant, _ transaction: borrowing Transaction) throws {
        try programme.rewind(to: now, transaction)
        try transaction.execute("DELETE FROM epoch")
        try transaction.execute("DELETE FROM game")
        guard let version = try programme.published(transaction.reads) else { return }
        try openGames(of: version, at: now, transaction)
    }
}

extension Snapshot {
    /// Whether nobody has played and nothing was restocked.
    fileprivate borrowing func hasNoPlay() throws -> Bool {
        let play = try first("SELECT 1 FROM play LIMIT 1") { _ in true } ?? false
        let restock = try first("SELECT 1 FROM restock LIMIT 1") { _ in true } ?? false
        return !play && !restock
    }

    fileprivate borrowing func newestInstant() throws -> Instant? {
        try first("SELECT MAX(newest_at) FROM game") {
            $0.optionalInt(0).map(Instant.init(milliseconds:))
        } ?? nil
    }
}
