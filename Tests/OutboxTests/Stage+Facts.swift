import Outbox
import Primitives
import Storage
import TestSupport
import Wire

extension Stage {
    /// A stage of facts, of which badges is told.
    ///
    /// Of a fact whose text is empty nothing is told; one whose text is `slow` takes 80 ms to
    /// read.
    ///
    /// - Parameters:
    ///   - folder: Where the store is.
    ///   - url: The neighbour's address.
    ///   - adjust: Changes the relay's limits.
    ///   - reading: Hears how many facts each read asks for, and may have it fail.
    ///   - readLimit: How long a read may last.
    /// - Returns: The stage, whose relay runs.
    /// - Throws: What kept the store from opening.
    static func ofFacts(
        in folder: TemporaryFolder,
        url: String?,
        limits adjust: (inout RelayLimits) -> Void = { _ in },
        reading: @escaping @Sendable (Int) throws -> Void = { _ in },
        readLimit: Duration = .seconds(1)
    ) throws -> Stage {
        try Stage(
            in: folder,
            url: url,
            neighbour: "badges",
            delivery: .events,
            feeds: [feed(reading)],
            tables: [factTable, Migration.feedTable],
            readLimit: readLimit,
            limits: adjust
        )
    }

    private static let factTable = """
        CREATE TABLE fact (number {rownumber}, member {text} NOT NULL, said {text} NOT NULL)
        {strict}
        """

    private static func feed(_ reading: @escaping @Sendable (Int) throws -> Void) -> Feed {
        Feed(
            "facts",
            to: "badges",
            entries: { number, limit, reads in
                try reads.begin(after: number, limit: limit, reading)
                return try reads.all(
                    """
                    SELECT number, member, said FROM fact WHERE number > ?
                    ORDER BY number LIMIT ?
                    """,
                    .int(number),
                    .int(Int64(limit))
                ) { row in
                    let (number, member, said) = (row.int(0), row.text(1), row.text(2))
                    if said.isEmpty { return Feed.Entry(untold: number) }
                    var writer = JSONWriter()
                    writer.object { writer in
                        writer.member("member", member)
                        writer.member("said", said)
                    }
                    let body = writer.bytes
                    return Feed.Entry(
                        number,
                        id: "f\(number)",
                        by: .events,
                        about: member,
                        body: body
                    )
                }
            },
            newest: {
                try $0.first("SELECT COALESCE(MAX(number), 0) FROM fact") { $0.int(0) } ?? 0
            },
            written: { number, reads in
                try reads.first("SELECT 1 FROM fact WHERE number > ? LIMIT 1", .int(number)) { _ in
                    Instant(milliseconds: 0)
                }
            }
        )
    }

    /// Commits facts about members, each with what is said.
    func note(_ facts: [(member: String, said: String)]) async throws {
        try await store.write { transaction in
            for fact in facts {
                try transaction.execute(
                    "INSERT INTO fact (member, said) VALUES (?, ?)",
                    .text(fact.member),
                    .text(fact.said)
                )
            }
        }
    }

    /// How many rows are owed or behind the cursor.
    var owed: Int64 {
        get throws { try store.read { try relay.owed($0) } }
    }

    /// A number that a query finds.
    func number(_ query: StaticString) throws -> Int64? {
        try store.read { try $0.first(query) { $0.int(0) } }
    }
}

extension Snapshot {
    /// Says how many facts are asked for, and reads for 80 ms, whatever the machine, where a slow
    /// one is among the next.
    fileprivate borrowing func begin(
        after number: Int64,
        limit: Int,
        _ reading: (Int) throws -> Void
    ) throws {
        try reading(limit)
        let slow = try first(
            """
            SELECT 1 FROM (SELECT said FROM fact WHERE number > ? ORDER BY number LIMIT ?) AS next
            WHERE said = 'slow'
            """,
            .int(number),
            .int(Int64(limit))
        ) { $0.int(0) }
        guard slow != nil else { return }
        let end = ContinuousClock.now + .milliseconds(80)
        do {
            try each(
                """
                WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n
                """
            ) { _ in
                if ContinuousClock.now > end { throw Dawdled() }
            }
        } catch is Dawdled {}
    }
}

/// The time that a slow fact takes is over.
private struct Dawdled: Error {}

/// Runs a test between a receiver of events and a feed, and ends both.
func withFeed(
    _ receiver: Receiver,
    limits adjust: (inout RelayLimits) -> Void = { _ in },
    reading: @escaping @Sendable (Int) throws -> Void = { _ in },
    readLimit: Duration = .seconds(1),
    _ test: (Stage) async throws -> Void
) async throws {
    try await withStage(between: receiver, test) { folder, url in
        try Stage.ofFacts(
            in: folder,
            url: url,
            limits: adjust,
            reading: reading,
            readLimit: readLimit
        )
    }
}
