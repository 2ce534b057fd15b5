import Logging
import Primitives
import Problems
import ServiceHost
import Storage
import TestSupport
import Testing

@Suite("The store of a programme's versions", .timeLimit(.minutes(1)))
struct ProgrammeStoreTests {
    @Test("says so while nothing is published, and reads what another instance published")
    func current() async throws {
        try await withVersions { store, programme in
            let none = #expect(throws: Problem.self) {
                try store.read { _ = try programme.current($0) }
            }
            #expect(none?.slug == .notFound)
            for (number, dish) in [(Int64(1), "soup"), (2, "rice")] {
                try await store.write { try $0.insert(number, dish) }
                for instance in [programme, ProgrammeStore<Menu>()] {
                    let current = try store.read { try instance.current($0) }
                    #expect(current.number == number && current.section.dishes == [dish])
                }
            }
        }
    }

    @Test("that was seen by a command and then undone is never in force")
    func undone() async throws {
        try await withVersions { store, programme in
            try await store.write { try $0.insert(1, "soup") }
            await #expect(throws: Problem(.internalFault)) {
                try await store.write { transaction in
                    try transaction.insert(2, "undone")
                    _ = try programme.current(transaction.reads)
                    throw Problem(.internalFault)
                }
            }
            try await store.write { try $0.insert(2, "rice") }
            let current = try store.read { try programme.current($0) }
            #expect(current.number == 2 && current.section.dishes == ["rice"])
        }
    }

    @Test("finds the version of an instant: the newest published before it, else the first")
    func versionAt() async throws {
        try await withVersions { store, programme in
            try expect([0: nil], store, programme)
            try await store.write { transaction in
                try transaction.insert(1, "dish 1", at: 100)
                try transaction.insert(2, "dish 2", at: 200)
                try transaction.insert(3, "dish 3", at: 200)
                try transaction.insert(4, "dish 4", at: 300)
            }
            let versions: [Int64: Int64?] = [
                0: 1, 99: 1, 100: 1, 200: 1, 201: 3, 300: 3, 301: 4, 9999: 4,
            ]
            for _ in 1...3 { try expect(versions, store, programme) }
            let instant = Instant(milliseconds: 150)
            try await store.write { try programme.rewind(to: instant, $0) }
            try expect([99: 1, 150: 1, 151: 4, 300: 4], store, programme)
        }
    }

    @Test(
        "finds which versions were replaced after an instant",
        arguments: [
            (0, [1, 2, 3]), (100, [1, 2, 3]), (199, [1, 2, 3]), (200, [3]), (250, [3]), (299, [3]),
            (300, []), (999, []),
        ] as [(Int64, [Int64])]
    )
    func replaced(start: Int64, numbers: [Int64]) async throws {
        try await withVersions { store, programme in
            try await store.write { transaction in
                for (number, at) in [(Int64(1), Int64(100)), (2, 200), (3, 200), (4, 300)] {
                    try transaction.insert(number, "dish", at: at)
                }
            }
            let replaced = try store.read { reads in
                try programme.replaced(after: Instant(milliseconds: start), reads)
            }
            #expect(replaced.map(\.number) == numbers)
            let ends = [Int64(1): Int64(200), 2: 200, 3: 300]
            #expect(replaced.map(\.at.milliseconds) == numbers.map { ends[$0] })
        }
    }

    @Test("finds more versions than it keeps in memory")
    func manyVersions() async throws {
        try await withVersions { store, programme in
            try await store.write { transaction in
                for number in 1...Int64(50) {
                    try transaction.insert(number, "dish \(number)", at: number)
                }
            }
            let versions = (1...Int64(50)).map { ($0 + 1, Optional($0)) }
            for _ in 1...3 {
                try expect(Dictionary(uniqueKeysWithValues: versions), store, programme)
            }
        }
    }

    /// Expects the versions of instants, in milliseconds.
    private func expect(
        _ versions: [Int64: Int64?],
        _ store: Store,
        _ programme: ProgrammeStore<Menu>
    ) throws {
        for (milliseconds, number) in versions {
            let instant = Instant(milliseconds: milliseconds)
            let version = try store.read { try programme.version(at: instant, $0) }
            #expect(version?.number == number, "at \(milliseconds)")
            #expect(version?.section.dishes == number.map { ["dish \($0)"] })
        }
    }

    private func withVersions(
        _ test: (Store, ProgrammeStore<Menu>) async throws -> Void
    ) async throws {
        try await Probe.withStore { try await test($0, ProgrammeStore<Menu>()) }
    }
}

extension Probe {
    /// Runs a test with a store that has the table of versions.
    static func withStore(_ test: (Store) async throws -> Void) async throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(
            "sqlite:\(folder.file("store"))",
            migrations: [Probe.migration],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await attempt {
            try await test(store)
        } finally: {
            await store.close()
        }
    }
}

extension Transaction {
    /// Stores a version as a publication does.
    borrowing func insert(
        _ version: Int64,
        _ dish: String,
        at instant: Int64 = 0
    ) throws {
        try execute(
            """
            INSERT INTO programme (version, section, hash, published_at, published_by)
            VALUES (?, ?, ?, ?, 'test')
            """,
            .int(version),
            .text(#"{"zone":"UTC","dishes":["\#(dish)"]}"#),
            .text("hash of \(dish)"),
            .int(instant)
        )
    }
}
