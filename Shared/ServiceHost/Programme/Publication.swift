import Primitives
import Problems
import Sections
import Storage
import Wire

/// Publishes sections: validates, compares with what is in force, stores a new version.
struct Publication<Section: ProgrammeSection>: Sendable {
    let programme: ProgrammeStore<Section>
    /// What a service does besides, in the transaction that publishes.
    let published: ProgrammeEndpoints<Section>.Published

    /// What publishing a section did, or would do.
    struct Outcome: Sendable {
        let version: Int64
        let hash: String
        let changes: [JSONChange]
    }

    /// Says what publishing would do, and changes nothing.
    ///
    /// - Throws: A `Problem` with the slug `invalid-programme`, or `StorageError`.
    func preview(_ json: JSON, _ reads: borrowing Snapshot) throws -> Outcome {
        let section: Section
        do {
            section = try Section(json)
        } catch {
            throw Problem(faults: error.faults, as: .invalidProgramme)
        }
        let inForce = try programme.published(reads)
        if let inForce {
            let faults = section.faults(following: inForce.section)
            guard faults.isEmpty else { throw Problem(faults: faults, as: .invalidProgramme) }
        }
        let number = inForce?.number ?? 0
        let record = try ProgrammeRecord.find(number, reads)
        let changes = JSONChange.changes(from: try record?.json(), to: json)
        if let record, changes.isEmpty {
            return Outcome(version: number, hash: record.hash, changes: [])
        }
        return Outcome(
            version: number + 1,
            hash: ProgrammeRecord.hash(of: JSONWriter.bytes(of: json)),
            changes: changes
        )
    }

    /// Publishes a section; one that is in force already stays the same version.
    ///
    /// - Throws: As `preview`; nothing was changed then.
    func publish(
        _ json: JSON,
        by publisher: Publisher,
        _ transaction: borrowing Transaction
    ) throws -> Outcome {
        let outcome = try preview(json, transaction.reads)
        guard !outcome.changes.isEmpty else { return outcome }
        let text = String(decoding: JSONWriter.bytes(of: json), as: UTF8.self)
        try transaction.execute(
            """
            INSERT INTO programme (version, section, hash, published_at, published_by)
            VALUES (?, ?, ?, ?, ?)
            """,
            .int(outcome.version),
            .text(text),
            .text(outcome.hash),
            .int(publisher.now.milliseconds),
            .text(publisher.name)
        )
        try transaction.record(publisher.action(publishing: outcome.version))
        let version = try programme.current(transaction.reads)
        try published(version, publisher.now, transaction)
        return outcome
    }
}
