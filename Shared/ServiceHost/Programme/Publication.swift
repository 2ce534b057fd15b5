import Primitives
import Problems
import Sections
import Storage
import Wire

/// Publishes sections: validates, compares with what is in force, stores a new version.
struct Publication<Section: ProgrammeSection>: Sendable {
    let programme: ProgrammeStore<Section>
    /// What else a service does in the transaction that publishes a version.
    let published: ProgrammeEndpoints<Section>.Published

    /// What publishing a section did, or would do.
    struct Outcome: Sendable {
        let version: Int64
        let hash: String
        let changes: [JSONChange]
        /// What becomes worse for members, by force.
        let worsenings: [JSONFault]
    }

    /// A section that may be published, and what that would do.
    private struct Proposal {
        let section: Section
        let outcome: Outcome
    }

    /// Says what publishing would do, and changes nothing.
    ///
    /// - Parameters:
    ///   - json: The section.
    ///   - publisher: When it would be published, and whether by force.
    ///   - reads: What the store has.
    /// - Returns: What it would do.
    /// - Throws: A `Problem` with the slug `invalid-programme`, or `StorageError`.
    func preview(
        _ json: JSON,
        by publisher: Publisher,
        _ reads: borrowing Snapshot
    ) throws -> Outcome {
        try propose(json, by: publisher, reads).outcome
    }

    /// Publishes a section; one that is in force already stays the same version.
    ///
    /// - Throws: As `preview`, or what the service throws; nothing was changed then.
    func publish(
        _ json: JSON,
        by publisher: Publisher,
        _ transaction: borrowing Transaction
    ) throws -> Outcome {
        let proposal = try propose(json, by: publisher, transaction.reads)
        let outcome = proposal.outcome
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
        transaction.forgetNewestVersion()
        try transaction.record(
            publisher.action(
                publishing: outcome.version,
                isForced: !outcome.worsenings.isEmpty
            )
        )
        let version = ProgrammeStore<Section>
            .Version(number: outcome.version, section: proposal.section)
        try published(version, publisher.now, transaction)
        return outcome
    }

    private func propose(
        _ json: JSON,
        by publisher: Publisher,
        _ reads: borrowing Snapshot
    ) throws -> Proposal {
        let section: Section
        do {
            section = try Section(json)
        } catch {
            throw Problem(faults: error.faults, as: .invalidProgramme)
        }
        let inForce = try programme.published(reads)
        let worsenings = try inForce.map { try judge(section, after: $0.section, by: publisher) }
        let number = inForce?.number ?? 0
        let record = try ProgrammeRecord.find(number, reads)
        let changes = JSONChange.changes(from: try record?.json(), to: json)
        if let record, changes.isEmpty {
            return Proposal(
                section: section,
                outcome: Outcome(version: number, hash: record.hash, changes: [], worsenings: [])
            )
        }
        let faults = section.faultsIfNew
        guard faults.isEmpty else { throw Problem(faults: faults, as: .invalidProgramme) }
        return Proposal(
            section: section,
            outcome: Outcome(
                version: number + 1,
                hash: ProgrammeRecord.hash(of: JSONWriter.bytes(of: json)),
                changes: changes,
                worsenings: worsenings ?? []
            )
        )
    }

    /// What a section makes worse for members that follows the one in force.
    ///
    /// - Throws: A `Problem` where it may not follow, or makes something worse and is not forced.
    private func judge(
        _ section: Section,
        after inForce: Section,
        by publisher: Publisher
    ) throws(Problem) -> [JSONFault] {
        let faults = section.faults(following: inForce)
        guard faults.isEmpty else { throw Problem(faults: faults, as: .invalidProgramme) }
        let worsenings = section.worsenings(since: inForce, at: publisher.now)
        guard worsenings.isEmpty || publisher.isForcing else {
            throw Problem(
                faults: worsenings.map { worsening in
                    JSONFault(
                        at: worsening.path,
                        worsening.message + ": worse for members, so it needs `force`"
                    )
                },
                as: .invalidProgramme
            )
        }
        return worsenings
    }
}
