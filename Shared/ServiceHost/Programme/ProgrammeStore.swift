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

    private let newest = Mutex<Version?>(nil)

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
    /// The number is read each time, so that instances that share a store agree.
    func published(_ reads: borrowing Snapshot) throws -> Version? {
        let number = try reads.first("SELECT COALESCE(MAX(version), 0) FROM programme") {
            $0.int(0)
        }
        guard let number, number > 0 else { return nil }
        if let known = newest.withLock({ $0 }), known.number == number { return known }
        guard let record = try ProgrammeRecord.find(number, reads) else { return nil }
        let version = Version(number: number, section: try Section(record.json()))
        newest.withLock { $0 = version }
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
