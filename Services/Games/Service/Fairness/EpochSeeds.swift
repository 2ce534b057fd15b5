import Chance
import GamesClient
import GamesDomain
import Primitives
import Storage
import Synchronization

/// The seeds of epochs: makes them, keeps them sealed, and draws from them.
final class EpochSeeds: Sendable {
    private struct Name: Hashable {
        let game: GameID
        let epoch: Int64
        let version: VersionHash
    }

    /// How many epochs stay ready to draw from.
    private static let largestMemory = 64

    /// What seals seeds and salts.
    let vault: SeedVault
    private let known = Mutex<[Name: EpochKey]>([:])

    init(_ vault: SeedVault) {
        self.vault = vault
    }

    /// Commits to an epoch by a fresh seed.
    func commit(
        to number: Int64,
        of game: GameID,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws {
        let seed = ServerSeed.random()
        let place = SecretPlace(game: game.text, epoch: "\(number)")
        try transaction.commit(
            to: number,
            of: game,
            Commitment(to: seed),
            sealed: try vault.seal(seed, at: place),
            at: now
        )
    }

    /// What the draws of an epoch are made of, by the version that it is played by.
    func key(
        of epoch: Int64,
        _ entry: GameEntry,
        _ reads: borrowing Snapshot
    ) throws -> EpochKey {
        let name = Name(game: entry.id, epoch: epoch, version: entry.versionHash)
        if let key = known.withLock({ $0[name] }) { return key }
        guard let row = try reads.epoch(epoch, of: entry.id) else {
            throw StorageError.fault("a play names an epoch that is not there")
        }
        let key = EpochKey(
            seed: try seed(of: row),
            game: entry.id.text,
            version: entry.versionHash,
            epoch: row.name
        )
        known.withLock { known in
            if known.count >= Self.largestMemory { known.removeAll() }
            known[name] = key
        }
        return key
    }

    /// The seed of an epoch, which nobody may see before it is published.
    func seed(of row: EpochRow) throws -> ServerSeed {
        try vault.open(row.sealedSeed, at: row.place)
    }

    /// Opens every seed that is secret still.
    ///
    /// - Throws: `VaultFault` where one cannot be opened: its plays could never be drawn.
    func check(_ reads: borrowing Snapshot) throws {
        var place = (game: "", number: Int64.min)
        while true {
            let rows = try reads.secretEpochs(after: place.game, place.number, limit: 500)
            guard let last = rows.last else { return }
            for row in rows {
                let seed = try seed(of: row)
                guard Commitment(to: seed) == row.commitment else {
                    throw StorageError.fault("a seed is not the one that was committed to")
                }
            }
            place = (last.game.text, last.number)
        }
    }
}
