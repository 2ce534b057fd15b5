import Foundation
import Storage
import TestSupport
import Testing

@Suite("Opening a store", .timeLimit(.minutes(1)))
struct OpeningTests {
    private static let steps = [
        Migration.notes,
        Migration(
            2,
            [
                "ALTER TABLE note ADD COLUMN stars {int} NOT NULL DEFAULT 3",
                "INSERT INTO note (id, text) VALUES (1, 'from the second step')",
            ]
        ),
        Migration(3, ["UPDATE note SET stars = stars + 1, text = text || ', third'"]),
    ]

    @Test("runs each migration once and in order, however often and from wherever it is opened")
    func migrations() async throws {
        let folder = try TemporaryFolder()
        for count in [2, 2, 3, 3, 3] {
            let store = try Store.opened(
                folder.file("store"),
                migrations: Array(Self.steps[..<count])
            )
            let rows = try store.read { reads in
                try reads.all("SELECT text, stars FROM note") { ($0.text(0), $0.int(1)) }
            }
            let expected = count == 2 ? "from the second step" : "from the second step, third"
            #expect(rows.map(\.0) == [expected])
            #expect(rows.map(\.1) == [count == 2 ? 3 : 4])
            await store.close()
        }
    }

    @Test("changes nothing of a migration that fails, and can be tried again")
    func failingMigration() async throws {
        let folder = try TemporaryFolder()
        let failing = Migration(
            2,
            ["CREATE TABLE extra (id {int} NOT NULL PRIMARY KEY) {strict}", "CREATE nothing"]
        )
        let failed = Result {
            try Store.opened(folder.file("store"), migrations: [.notes, failing])
        }
        #expect(failed.isFault)
        let mended = Migration(2, ["CREATE TABLE extra (name {text} NOT NULL) {strict}"])
        let store = try Store.opened(folder.file("store"), migrations: [.notes, mended])
        try await store.write { transaction in
            try transaction.add(1)
            _ = try transaction.execute("INSERT INTO extra (name) VALUES ('mended')")
        }
        await store.close()
    }

    @Test("is refused while the store is open, and not after it was closed")
    func inUse() async throws {
        try await withStore { store, path in
            #expect(throws: StorageError.inUse(path: path)) { try Store.opened(path) }
            try await store.add(1)
            await store.close()
            let second = try Store.opened(path)
            #expect(try second.ids() == [1])
            await second.close()
        }
    }

    @Test("is refused where a newer version of the service has written the store")
    func newer() async throws {
        let folder = try TemporaryFolder()
        let store = try Store.opened(folder.file("store"), migrations: Self.steps)
        await store.close()
        #expect(throws: StorageError.newer(store: 3, known: 1)) {
            try Store.opened(folder.file("store"), migrations: [.notes])
        }
        let again = try Store.opened(folder.file("store"), migrations: Self.steps)
        await again.close()
    }

    @Test(
        "is refused where the address is not understood",
        arguments: ["", "sqlite:", "store.sqlite", "postgres://host/db", "SQLITE:a", "file:a"]
    )
    func address(text: String) {
        #expect(throws: StorageError.unknownAddress(text)) {
            try Store.open(text, migrations: [.notes], logger: .silent)
        }
    }

    @Test("gives every table the shape that its words say")
    func words() async throws {
        let tables = Migration(
            1,
            [
                """
                CREATE TABLE pair (name {text} NOT NULL, part {int} NOT NULL, data {blob},
                    PRIMARY KEY (name, part)) {clustered}
                """,
                "CREATE TABLE entry (number {rownumber}, name {text} NOT NULL) {strict}",
            ]
        )
        try await withStore(migrations: [tables]) { store, _ in
            let numbers = try await store.write { transaction in
                for name in ["a", "b"] {
                    try transaction.execute("INSERT INTO entry (name) VALUES (?)", .text(name))
                }
                return try transaction.reads.all("SELECT number FROM entry") { $0.int(0) }
            }
            #expect(numbers == [1, 2])
            let mistyped = await outcome {
                try await store.write {
                    try $0.execute("INSERT INTO pair VALUES ('a', 'no number', NULL)")
                }
            }
            #expect(mistyped.isFault)
        }
    }

    @Test("may be closed twice; the second time closes nothing that others have opened")
    func closedTwice() async throws {
        let folder = try TemporaryFolder()
        let store = try Store.opened(folder.file("store"))
        await store.close()
        let others = try (1...16).map { number -> FileHandle in
            try Data().write(to: URL(fileURLWithPath: folder.file("other-\(number)")))
            return try #require(FileHandle(forWritingAtPath: folder.file("other-\(number)")))
        }
        await store.close()
        for other in others { try other.write(contentsOf: Data("still open".utf8)) }
    }
}
