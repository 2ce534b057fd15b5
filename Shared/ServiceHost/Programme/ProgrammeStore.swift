import Crypto
import Primitives
import Problems
import Sections
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

    private let memory = Mutex(VersionMemory<Version>())

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

    /// The version that was in force at an instant.
    ///
    /// - Returns: The newest version that was published before it, so that what was due at an
    ///   instant stays as it is whatever is published at that instant; before the first
    ///   publication the first version, so that what is older than the programme has rules; nil
    ///   until one is published.
    /// - Throws: `StorageError`.
    package func version(at instant: Instant, _ reads: borrowing Snapshot) throws -> Version? {
        guard let newest = try newest(reads) else { return nil }
        if newest.publishedAt < instant { return try version(newest, reads) }
        let then = try reads.first(
            """
            SELECT version, hash, published_at FROM programme
            WHERE published_at < ? ORDER BY version DESC LIMIT 1
            """,
            .int(instant.milliseconds),
            as: Published.init
        )
        if let then { return try version(then, reads) }
        let first = try reads.first(
            "SELECT version, hash, published_at FROM programme ORDER BY version LIMIT 1",
            as: Published.init
        )
        return try first.map { try version($0, reads) } ?? nil
    }

    /// The version of a number, or nil where there is none.
    ///
    /// - Throws: `StorageError`.
    package func version(
        numbered number: Int64,
        _ reads: borrowing Snapshot
    ) throws -> Version? {
        let stamp = try reads.first(
            "SELECT version, hash, published_at FROM programme WHERE version = ?",
            .int(number),
            as: Published.init
        )
        return try stamp.map { try version($0, reads) } ?? nil
    }

    /// Makes versions that were published later than an instant count as published then.
    ///
    /// - Throws: `StorageError`.
    package func rewind(to instant: Instant, _ transaction: borrowing Transaction) throws {
        _ = try transaction.execute(
            "UPDATE programme SET published_at = ? WHERE published_at > ?",
            .int(instant.milliseconds),
            .int(instant.milliseconds)
        )
        transaction.forgetNewestVersion()
    }

    /// The version in force, or nil until one is published.
    ///
    /// - Throws: `StorageError`.
    package func published(_ reads: borrowing Snapshot) throws -> Version? {
        guard let newest = try newest(reads) else { return nil }
        return try version(newest, reads)
    }

    /// What the newest version is, read once for each group of commands and for each read:
    /// instances may share a store, and what a transaction has seen of its own may be undone and
    /// its number given to another section.
    func newest(_ reads: borrowing Snapshot) throws -> Published? {
        let group = reads.part(NewestVersion.self)
        if let known = group?.published { return known }
        let newest = try reads.first(
            "SELECT version, hash, published_at FROM programme ORDER BY version DESC LIMIT 1",
            as: Published.init
        )
        group?.published = newest
        return newest
    }

    private func version(_ stamp: Published, _ reads: borrowing Snapshot) throws -> Version? {
        if let known = memory.withLock({ $0.version(stamp.number, hash: stamp.hash) }) {
            return known
        }
        guard let record = try ProgrammeRecord.find(stamp.number, reads) else { return nil }
        let version = Version(number: stamp.number, section: try Section(record.json()))
        memory.withLock {
            $0.keep(
                version,
                numbered: stamp.number,
                hash: stamp.hash,
                of: record.section.utf8.count
            )
        }
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
