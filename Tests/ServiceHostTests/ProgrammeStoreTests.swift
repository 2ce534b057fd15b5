import Logging
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

    private func withVersions(
        _ test: (Store, ProgrammeStore<Menu>) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(
            "sqlite:\(folder.file("store"))",
            migrations: [Probe.migration],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        do {
            try await test(store, ProgrammeStore<Menu>())
        } catch {
            await store.close()
            throw error
        }
        await store.close()
    }
}

extension Transaction {
    /// Stores a version as a publication does.
    fileprivate borrowing func insert(_ version: Int64, _ dish: String) throws {
        try execute(
            """
            INSERT INTO programme (version, section, hash, published_at, published_by)
            VALUES (?, ?, ?, 0, 'test')
            """,
            .int(version),
            .text(#"{"zone":"UTC","dishes":["\#(dish)"]}"#),
            .text("hash of \(dish)")
        )
    }
}
