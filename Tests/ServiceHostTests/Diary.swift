import Access
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// A small service whose entries come due: each is done at its instant, and may come again.
enum Diary {
    static let start = Instant("2026-01-01T00:00:00Z") ?? Instant(milliseconds: 0)

    /// Thrown by a hook, makes nothing be settled although something is due.
    struct Idle: Error {}

    private static let migration = Migration(
        1,
        [
            Migration.programmeTable,
            """
            CREATE TABLE entry (
                number {rownumber},
                due_at {int} NOT NULL,
                every_ms {int} NOT NULL,
                done_at {int}
            ) {strict}
            """,
        ]
    )

    /// The service; before anything is settled, the hook hears how many entries may be.
    static func blueprint(
        onSettle hook: @escaping @Sendable (Int) throws -> Void = { _ in }
    ) -> Blueprint {
        Blueprint(
            name: "diary",
            version: "1.0.0",
            summary: "a service for tests",
            port: 8998,
            openAPI: [],
            assemble: { parts in
                let store = try Store.open(
                    parts.settings.text("store"),
                    migrations: [migration],
                    configuration: parts.store,
                    logger: parts.logger
                )
                let programme = ProgrammeStore<Menu>()
                let publishing = ProgrammeEndpoints(
                    store: store,
                    programme: programme,
                    now: parts.now
                )
                return Assembly(
                    store: store,
                    endpoints: endpoints(store) + publishing.endpoints,
                    dueWork: DueWork(
                        next: { try $0.nextDue() },
                        settle: { now, limit, transaction in
                            do {
                                try hook(limit)
                            } catch is Idle {
                                return 0
                            }
                            return try transaction.settle(now, limit)
                        },
                        isNew: { try $0.count() == 0 },
                        owed: { try $0.count() },
                        rewind: { try programme.rewind(to: $0, $1) }
                    )
                )
            }
        )
    }

    private static func endpoints(_ store: Store) -> [Endpoint] {
        [
            Endpoint(.post, "/v1/entries", for: .roles([.operator])) { exchange in
                let entries = try exchange.json().elements ?? []
                try await store.write { transaction in
                    for entry in entries {
                        try transaction.execute(
                            "INSERT INTO entry (due_at, every_ms) VALUES (?, ?)",
                            .int(entry["due"]?.integer ?? 0),
                            .int(entry["every"]?.integer ?? 0)
                        )
                    }
                }
                return Reply(status: 201, body: Array("{}".utf8))
            },
            Endpoint(.get, "/v1/entries", for: .roles([.operator])) { _ in
                let rows = try store.read { reads in
                    try reads.all("SELECT due_at, done_at FROM entry ORDER BY due_at, number") {
                        ($0.int(0), $0.optionalInt(1))
                    }
                }
                return .json { writer in
                    writer.name("items")
                    writer.array(rows) { writer, row in
                        writer.raw("[\(row.0),\(row.1.map { "\($0)" } ?? "null")]".utf8)
                    }
                }
            },
        ]
    }
}

extension Snapshot {
    fileprivate borrowing func nextDue() throws -> Instant? {
        try first("SELECT MIN(due_at) FROM entry WHERE done_at IS NULL") { row in
            row.optionalInt(0).map { Instant(milliseconds: $0) }
        } ?? nil
    }

    fileprivate borrowing func count() throws -> Int64 {
        try first("SELECT COUNT(*) FROM entry WHERE done_at IS NULL") { $0.int(0) } ?? 0
    }
}

extension Transaction {
    fileprivate borrowing func settle(_ now: Instant, _ limit: Int) throws -> Int {
        let entries = try reads.all(
            """
            SELECT number, due_at, every_ms FROM entry
            WHERE done_at IS NULL AND due_at <= ? ORDER BY due_at, number LIMIT ?
            """,
            .int(now.milliseconds),
            .int(Int64(limit))
        ) { ($0.int(0), $0.int(1), $0.int(2)) }
        for (number, due, every) in entries {
            try execute(
                "UPDATE entry SET done_at = ? WHERE number = ?",
                .int(now.milliseconds),
                .int(number)
            )
            guard every > 0 else { continue }
            try execute(
                "INSERT INTO entry (due_at, every_ms) VALUES (?, ?)",
                .int(due + every),
                .int(every)
            )
        }
        return entries.count
    }
}
