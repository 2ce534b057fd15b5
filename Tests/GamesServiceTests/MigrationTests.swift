import GamesService
import Logging
import Storage
import TestSupport
import Testing
import Wire

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

    @Test("the players of an epoch are exported as they were, in the same order")
    func players() async throws {
        let (folder, clock) = (try TemporaryFolder(), TestClock(GamesScene.midnight))
        var before: [[JSON]] = []
        try await GamesScene.serving(DrawTests.wheel, in: folder, clock: clock) { scene in
            // Of twelve players four come back, and one of those again.
            for (day, step) in [1, 3, 12].enumerated() {
                if day > 0 { scene.pass(days: 1) }
                for number in stride(from: 0, to: 12, by: step) {
                    let draw = try await scene.draw(as: "m-\(number)", key: "day-\(day)")
                    try #require(draw.status == 201, "\(draw.text)")
                }
            }
            for epoch in 1...2 { before.append(try await Self.pages(of: epoch, scene)) }
        }
        let names = before.map { pages in
            pages.flatMap { $0["players"]?.elements ?? [] }.compactMap { $0["player"]?.text }
        }
        #expect(names.map(\.count) == [12, 4])
        #expect(names == names.map { $0.sorted() })
        try await GamesScene.changeStore(in: folder) { try Self.undoExportOrder($0) }
        try await GamesScene.serving(nil, in: folder, clock: clock) { scene in
            // One who comes back, and one who is new, leave what is published as it is.
            for member in ["m-3", "new"] {
                let draw = try await scene.draw(as: member, key: "later")
                #expect(draw.status == 201, "\(draw.text)")
            }
            for epoch in 1...2 {
                let pages = try await Self.pages(of: epoch, scene)
                #expect(pages == before[epoch - 1])
            }
        }
    }

    /// Leaves the store as the first five steps of the schema have left it.
    private static func undoExportOrder(_ store: borrowing Transaction) throws {
        try store.execute("ALTER TABLE player_opening RENAME TO later_opening")
        try store.execute(
            """
            CREATE TABLE player_opening (
                game TEXT NOT NULL,
                epoch INTEGER NOT NULL,
                member TEXT NOT NULL,
                state BLOB,
                PRIMARY KEY (game, epoch, member)
            ) STRICT, WITHOUT ROWID
            """
        )
        try store.execute(
            """
            INSERT INTO player_opening (game, epoch, member, state)
            SELECT game, epoch, member, state FROM later_opening
            """
        )
        try store.execute("DROP TABLE later_opening")
        try store.execute("DELETE FROM migration WHERE number > 5")
    }

    /// An epoch's export in pages of five players and entries at most.
    private static func pages(of epoch: Int, _ scene: GamesScene) async throws -> [JSON] {
        var (pages, next): ([JSON], String?) = ([], nil)
        repeat {
            let after = next.map { "&after=\($0)" } ?? ""
            let path = "/v1/fairness/wheel/epochs/\(epoch)?limit=5\(after)"
            let page = try await scene.look(path)
            pages.append(page)
            next = page["next"]?.text
        } while next != nil
        return pages
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
