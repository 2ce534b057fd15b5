import Chance
import GamesDomain
import Primitives
import Wire

/// By what an epoch was drawn: its seed, and the version of the game that it was played by.
package struct ExportedVersion: Hashable, Sendable {
    /// The epoch's number.
    package let epoch: Int64
    /// The seed of all its draws, which is no secret any more.
    package let seed: ServerSeed
    /// What was published of the seed before.
    package let commitment: Commitment
    /// What the version is known by in the stream of every draw.
    package let versionHash: VersionHash
    /// The canonical bytes of the version's rules.
    package let table: [UInt8]
    /// The game as it stood in the programme, with what it needs of the programme besides.
    package let rules: JSON

    /// Joins a seed and a version.
    package init(
        epoch: Int64,
        seed: ServerSeed,
        commitment: Commitment,
        versionHash: VersionHash,
        table: [UInt8],
        rules: JSON
    ) {
        self.epoch = epoch
        self.seed = seed
        self.commitment = commitment
        self.versionHash = versionHash
        self.table = table
        self.rules = rules
    }

    /// An epoch of a game that was played by one of its versions.
    package init(epoch: Int64, seed: ServerSeed, of entry: GameEntry) {
        self.init(
            epoch: epoch,
            seed: seed,
            commitment: Commitment(to: seed),
            versionHash: entry.versionHash,
            table: entry.canonical.bytes,
            rules: entry.exported
        )
    }
}

extension ExportedVersion: ObjectForm {
    /// Writes the seed, which must not be secret any more, and the version.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("epoch", epoch)
        writer.member("seed", seed.bytes.hexadecimal)
        writer.member("commitment", "\(commitment)")
        writer.member("versionHash", "\(versionHash)")
        writer.member("table", table.hexadecimal)
        writer.member("rules", rules)
    }

    /// Reads the seed and the version.
    package init(members: inout ObjectReader) throws(JSONFault) {
        epoch = try members.integer("epoch", in: 1 ... .max)
        seed = try members.fixedBytes("seed")
        commitment = try members.fixedBytes("commitment")
        versionHash = try members.fixedBytes("versionHash")
        let digits = try members.text("table", largest: 2_000_000)
        guard let table = [UInt8](hexadecimal: digits) else {
            throw JSONFault(at: members.path(of: "table"), "must be hexadecimal digits")
        }
        self.table = table
        rules = try members.required("rules")
    }
}
