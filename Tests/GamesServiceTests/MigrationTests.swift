import GamesService
import Logging
import Storage
import TestSupport
import Testing

@Suite("A games' store that an earlier version has made", .timeLimit(.minutes(1)))
struct MigrationTests {
    @Test("every play, intent and keyed reply is as it was, and lies where it came")
    func rows() async throws {
        let folder = try TemporaryFolder()
        let former = try Self.store(in: folder, Array(Migration.games.prefix(4)))
        try await former.write { transaction in try Self.fill(transaction) }
        let before = try former.read { reads in try Self.rows(reads) }
        await former.close()
        let store = try Self.store(in: folder, Migration.games)
        let after = try store.read { reads in try Self.rows(reads) }
        let clustered = try store.read { reads in
            try reads.all(
                """
                SELECT name FROM sqlite_schema
                WHERE name IN ('play', 'intent', 'keyed_reply') AND sql LIKE '%WITHOUT ROWID%'
                """
            ) { $0.text(0) }
        }
        await store.close()
        #expect(before.count == 6)
        #expect(after == before)
        #expect(clustered.isEmpty)
    }

    /// A drawn play, a pending one, their intents, and two replies.
    private static func fill(_ transaction: borrowing Transaction) throws {
        try transaction.execute(
            """
            INSERT INTO play (member, id, game, kind, epoch, start, state, entry_epoch, sequence,
                settled_at, outcome, grants)
            VALUES ('bert', X'02', 'wheel', 0, 3, X'0A', 1, 4, 7, 1000, X'0B', X'0C'),
                ('anna', X'01', 'wheel', 0, 3, X'0D', 0, NULL, NULL, NULL, NULL, NULL)
            """
        )
        try transaction.execute(
            """
            INSERT INTO intent (member, id, kind, state, request_id, meaning, charge_path,
                charge_body, not_after, created_at, attempts, alarm_status, alarm, alarmed_at,
                settled_at, transfer, answer_status, answer)
            VALUES ('bert', X'02', 'draw', 1, 'r-2', X'01', '/v1/debits', X'03', 5, 4, 2, NULL,
                    NULL, NULL, 6, X'07', 201, X'08'),
                ('anna', X'01', 'draw', 0, 'r-1', X'02', '/v1/debits', X'04', 9, 8, 1, 401, 'why',
                    7, NULL, NULL, NULL, NULL)
            """
        )
        try transaction.execute(
            """
            INSERT INTO keyed_reply (caller, route, key, digest, status, body, decided_at)
            VALUES ('service:host', 'stock', 'k-2', X'05', 200, X'06', 11),
                ('service:host', 'stock', 'k-1', X'07', 409, X'08', 12)
            """
        )
    }

    /// All columns of all rows, each row as one text.
    private static func rows(_ reads: borrowing Snapshot) throws -> [String] {
        let plays = try reads.all(
            """
            SELECT quote(member) || quote(id) || quote(game) || quote(kind) || quote(epoch)
                || quote(start) || quote(state) || quote(entry_epoch) || quote(sequence)
                || quote(settled_at) || quote(outcome) || quote(grants)
            FROM play ORDER BY id
            """
        ) { $0.text(0) }
        let intents = try reads.all(
            """
            SELECT quote(member) || quote(id) || quote(kind) || quote(state) || quote(request_id)
                || quote(meaning) || quote(charge_path) || quote(charge_body) || quote(not_after)
                || quote(created_at) || quote(attempts) || quote(alarm_status) || quote(alarm)
                || quote(alarmed_at) || quote(settled_at) || quote(transfer)
                || quote(answer_status) || quote(answer)
            FROM intent ORDER BY id
            """
        ) { $0.text(0) }
        let replies = try reads.all(
            """
            SELECT quote(caller) || quote(route) || quote(key) || quote(digest) || quote(status)
                || quote(body) || quote(decided_at)
            FROM keyed_reply ORDER BY key
            """
        ) { $0.text(0) }
        return plays + intents + replies
    }

    private static func store(
        in folder: TemporaryFolder,
        _ migrations: [Migration]
    ) throws -> Store {
        try Store.open(
            "sqlite:\(folder.file("games.sqlite"))",
            migrations: migrations,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
