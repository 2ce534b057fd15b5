import Intents
import Outbox
import Primitives
import ServiceHost
import Storage

extension GamesDesk {
    /// What comes due by itself: the ends of epochs, and of rounds that nobody has ended.
    func dueWork(_ relay: Relay, _ intents: Intents) -> DueWork {
        DueWork(
            next: { [try $0.nextEpochEnd(), try $0.nextRoundEnd()].compactMap(\.self).min() },
            settle: { try settle(until: $0, limit: $1, $2) },
            isNew: { try $0.hasNoPlay() },
            newest: { try $0.newestInstant() },
            owed: { try relay.owed($0) + intents.owed($0) },
            rewind: { try rewind(to: $0, $1) }
        )
    }

    private func settle(
        until now: Instant,
        limit: Int,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        let due = try transaction.reads.gamesDue(until: now, limit: limit)
        for game in due {
            guard let open = try transaction.reads.openGame(game) else { continue }
            try endEpoch(of: open, at: now, transaction)
        }
        let room = max(0, limit - due.count)
        return try due.count + settleRounds(until: now, limit: room, transaction)
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
