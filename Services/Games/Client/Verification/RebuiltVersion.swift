import Chance
import GamesDomain
import Primitives
import Sections
import Wire

/// A version of a game that was made again from an export, with what its draws are drawn from.
struct RebuiltVersion {
    let game: Game
    let key: EpochKey
}

extension ExportedVersion {
    /// Makes the version again, and looks whether seed, rules, table and hash belong together.
    ///
    /// Draws are drawn by the rules. They are keyed by the hash of the rules where these have made
    /// the table, else by the hash that was exported; so one changed byte of hash or table is one
    /// finding, and not one for each draw.
    ///
    /// - Returns: The version, or nil where there is none of such rules, and what is not right.
    func rebuilt(as game: GameID, _ kind: GameKind) -> (RebuiltVersion?, [EpochFinding]) {
        var faults: [String] = []
        if Commitment(to: seed) != commitment {
            faults.append("the commitment is not SHA-256 of the seed")
        }
        let entry: GameEntry
        do throws(ProgrammeFaults) {
            entry = try GameEntry(exported: rules)
        } catch {
            faults += error.faults.map { "the rules make no game: \($0.path) \($0.message)" }
            return (nil, findings(faults))
        }
        let isOwnTable = entry.canonical.bytes == table
        if !isOwnTable { faults.append("the table is not the canonical bytes of the rules") }
        if isOwnTable ? entry.versionHash != versionHash : !hashesTable {
            faults.append("the version's hash is not SHA-256 of the table")
        }
        if entry.id != game { faults.append("the rules are of the game \(entry.id)") }
        if entry.kind != kind { faults.append("the rules are of a \(entry.kind.rawValue)") }
        let key = EpochKey(
            seed: seed,
            game: entry.id.text,
            version: isOwnTable ? entry.versionHash : versionHash,
            epoch: String(epoch)
        )
        return (RebuiltVersion(game: entry.game, key: key), findings(faults))
    }

    private var hashesTable: Bool {
        // Bytes that are canonical of no value are told as a table that the rules do not make.
        guard let value = try? CanonicalReader.value(of: table) else { return true }
        return VersionHash(of: CanonicalBytes(value)) == versionHash
    }

    private func findings(_ faults: [String]) -> [EpochFinding] {
        faults.map { EpochFinding("of epoch \(epoch), \($0)") }
    }
}
