import Crypto
import Primitives
import Problems
import Storage
import Synchronization
import Wire

/// Keeps every version of a section, and the newest one ready for use.
package final class ProgrammeStore<Section: ProgrammeSection>: Sendable {
    /// A version that was published.
    package struct Version: Sendable {
        /// Its number, from 1 on.
        package let number: Int64
        /// What it says.
        package let section: Section
    }

    private let newest = Mutex<(hash: String, version: Version)?>(nil)

    /// Begins with nothing in memory.
    package init() {}

    /// The version in force.
    ///
    /// - Throws: A `Problem` with the slug `not-found` until one is published, or `StorageError`.
    package func current(_ reads: borrowing Snapshot) throws -> Version {
        guard let version = try published(reads) else {
            throw Problem(.notFound, "no programme has been published yet")
        }
        return version
    }

    /// The version in force, or nil until one is published.
    ///
    /// Number and hash are read each time: instances may share a store, and what a transaction
    /// has seen of its own may be undone and its number given to another section.
    func published(_ reads: borrowing Snapshot) throws -> Version? {
        let stored = try reads.first(
            "SELECT version, hash FROM programme ORDER BY version DESC LIMIT 1"
        ) { (number: $0.int(0), hash: $0.text(1)) }
        guard let stored else { return nil }
        if let known = newest.withLock({ $0 }), known.version.number == stored.number,
            known.hash == stored.hash
        {
            return known.version
        }
        guard let record = try ProgrammeRecord.find(stored.number, reads) else { return nil }
        let version = Version(number: stored.number, section: try Section(record.json()))
        newest.withLock { $0 = (stored.hash, version) }
        return version
    }
}

/// A version as it is stored.
struct ProgrammeRecord: Sendable {
    let version: Int64
    let section: String
    let hash: String
    let publishedAt: Instant
    let publishedBy: String

    func json() throws(JSONFault) -> JSON {
        try JSONParser.parse(Array(section.utf8))
    }

    /// SHA-256 of a section's text, in hexadecimal.
    static func hash(of section: [UInt8]) -> String {
        SHA256.hash(data: section).hexadecimal
    }

    static func find(_ version: Int64, _ reads: borrowing Snapshot) throws -> ProgrammeRecord? {
        try reads.first(
            """
            SELECT version, section, hash, published_at, published_by FROM programme
            WHERE version = ?
            """,
            .int(version),
            as: ProgrammeRecord.init
        )
    }

    static func all(
        before version: Int64,
        limit: Int,
        _ reads: borrowing Snapshot
    ) throws -> [ProgrammeRecord] {
        try reads.all(
            """
            SELECT version, section, hash, published_at, published_by FROM programme
            WHERE version < ? ORDER BY version DESC LIMIT ?
            """,
            .int(version),
            .int(Int64(limit)),
            as: ProgrammeRecord.init
        )
    }

    private init(_ row: borrowing Row) {
        version = row.int(0)
        section = row.text(1)
        hash = row.text(2)
        publishedAt = Instant(milliseconds: row.int(3))
        publishedBy = row.text(4)
    }
}

extension Migration {
    /// The table of a service that has a part in the programme.
    package static let programmeTable = """
        CREATE TABLE programme (
            version {int} NOT NULL PRIMARY KEY,
            section {text} NOT NULL,
            hash {text} NOT NULL,
            published_at {int} NOT NULL,
            published_by {text} NOT NULL
        ) {strict}
        """
}
