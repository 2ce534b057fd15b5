import Access
import Primitives
import Problems
import Sections
import Storage
import Wire

/// The endpoints of a service that has a part in the programme.
package struct ProgrammeEndpoints<Section: ProgrammeSection>: Sendable {
    /// What else is done when a version is published: the version, when, and the transaction that
    /// publishes it, which is undone where this throws.
    package typealias Published =
        @Sendable (
            ProgrammeStore<Section>.Version, Instant, borrowing Transaction
        ) throws -> Void

    private let store: Store
    private let publication: Publication<Section>
    private let now: @Sendable () -> Instant

    /// Serves and publishes the versions that a store keeps.
    ///
    /// - Parameters:
    ///   - store: The store.
    ///   - programme: The versions.
    ///   - now: The clock of the business.
    ///   - published: What else is done in the transaction that publishes a version.
    package init(
        store: Store,
        programme: ProgrammeStore<Section>,
        now: @escaping @Sendable () -> Instant,
        published: @escaping Published = { _, _, _ in }
    ) {
        self.store = store
        publication = Publication(programme: programme, published: published)
        self.now = now
    }

    /// The endpoints.
    package var endpoints: [Endpoint] {
        let readers = Endpoint.Audience.roles([.operator, .viewer, .service])
        let writers = Endpoint.Audience.roles([.operator])
        return [
            Endpoint(.get, "/v1/programme", for: readers) { _ in try current() },
            Endpoint(.put, "/v1/programme", for: writers, query: ["dryRun", "force"]) {
                try await publish($0)
            },
            Endpoint(
                .get,
                "/v1/programme/versions",
                for: readers,
                query: ["limit", "after"]
            ) { try versions($0) },
            Endpoint(.post, "/v1/programme/rollback", for: writers) { try await rollBack($0) },
        ]
    }

    private func current() throws -> Reply {
        try store.read { reads in
            guard let version = try publication.programme.published(reads),
                let record = try ProgrammeRecord.find(version.number, reads)
            else { throw Problem(.notFound, "no programme has been published yet") }
            return .json { record.write(to: &$0, withSection: true) }
        }
    }

    private func publish(_ exchange: borrowing Exchange) async throws -> Reply {
        let json = try exchange.json()
        let publisher = Publisher(
            try exchange.caller,
            at: now(),
            request: exchange.requestID,
            force: try exchange.queryText("force", largest: Publisher.longestReason)
        )
        if try exchange.queryFlag("dryRun") {
            return Self.reply(
                try store.read { try publication.preview(json, by: publisher, $0) }
            )
        }
        return try await write(until: exchange.deadline) { [publication] transaction in
            Self.reply(try publication.publish(json, by: publisher, transaction))
        }
    }

    private func rollBack(_ exchange: borrowing Exchange) async throws -> Reply {
        let json = try exchange.json()
        var reader = try ObjectReader(json)
        let number = try reader.integer("version", in: 1...Int64.max)
        let force = try reader.optionalText("force", largest: Publisher.longestReason)
        try reader.finish()
        let publisher = Publisher(
            try exchange.caller,
            at: now(),
            request: exchange.requestID,
            restoring: number,
            force: force
        )
        let key = ReplyKey(
            caller: publisher.name,
            route: "programme/rollback",
            key: try exchange.idempotencyKey(),
            digest: RequestDigest(operation: "programme/rollback", body: json).bytes,
            now: publisher.now
        )
        return try await write(until: exchange.deadline) { [publication] transaction in
            Reply(
                try transaction.once(key) { transaction in
                    guard let record = try ProgrammeRecord.find(number, transaction.reads) else {
                        throw Problem(.notFound, "there is no version \(number)")
                    }
                    let outcome = try publication.publish(
                        try record.json(),
                        by: publisher,
                        transaction
                    )
                    return KeyedReply(status: 200, body: Self.reply(outcome).body)
                }
            )
        }
    }

    /// Runs a publication alone in its commit: nothing is done by a version that may still be
    /// undone, and made anew, with its group.
    private func write(
        until deadline: ContinuousClock.Instant,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> Reply
    ) async throws -> Reply {
        try await store.write(weight: Store.wholeGroup, deadline: deadline, body)
    }

    private func versions(_ exchange: borrowing Exchange) throws -> Reply {
        let limit = try exchange.limit()
        let after = try exchange.place(from: Int64.max) { Int64($0) }
        let records = try store.read { reads in
            try ProgrammeRecord.all(before: after, limit: limit + 1, reads)
        }
        return .json { writer in
            writer.name("items")
            writer.array(records.prefix(limit)) { writer, record in
                writer.object { record.write(to: &$0, withSection: false) }
            }
            if records.count > limit {
                writer.member("next", "\(records[limit - 1].version)")
            }
        }
    }

    private static func reply(_ outcome: Publication<Section>.Outcome) -> Reply {
        .json { writer in
            writer.member("version", outcome.version)
            writer.member("hash", outcome.hash)
            writer.name("changes")
            writer.array(outcome.changes) { writer, change in
                writer.object { writer in
                    writer.member("path", change.path)
                    if let before = change.before { writer.member("before", before) }
                    if let after = change.after { writer.member("after", after) }
                }
            }
            guard !outcome.worsenings.isEmpty else { return }
            writer.name("worsenings")
            writer.array(outcome.worsenings) { writer, worsening in
                writer.object { writer in
                    writer.member("path", worsening.path)
                    writer.member("message", worsening.message)
                }
            }
        }
    }
}

extension ProgrammeRecord {
    fileprivate func write(to writer: inout JSONWriter, withSection: Bool) {
        writer.member("version", version)
        writer.member("hash", hash)
        writer.member("publishedAt", publishedAt.description)
        writer.member("publishedBy", publishedBy)
        if withSection {
            writer.name("section")
            writer.raw(section.utf8)
        }
    }
}
