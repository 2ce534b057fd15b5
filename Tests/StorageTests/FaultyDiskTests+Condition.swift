import FaultyDisk
import Storage
import TestSupport
import Testing

extension FaultyDiskTests {
    @Test("a log that finds no room in the file is kept, and folded when there is room")
    func fold() async throws {
        let lines = LogLines()
        try await withFoldedStore(lines) { store, path in
            DiskFault(testDescription: "", calls: FAULTY_WRITE, code: 13, lasts: true)
                .begin(at: 0, of: path, on: FAULTY_STORE)
            for id in 1...50 { try await store.add(Int64(id), Self.megabyte(id)) }
            #expect(faulty_disk_end() > 0)
            #expect(lines.count(of: "is not folded and grows") == 1)
            #expect(lines.count(of: "folded into the store again") == 0)
            for id in 51...75 { try await store.add(Int64(id), Self.megabyte(id)) }
            #expect(lines.count(of: "folded into the store again") == 1)
            #expect(try store.ids() == Array(1...75))
        }
    }

    @Test("a fold that fails ends the store, and nothing that was answered is lost")
    func failedFold() async throws {
        for calls in [FAULTY_WRITE, FAULTY_SYNC] {
            try await withFoldedStore(LogLines()) { store, path in
                DiskFault(testDescription: "", calls: calls, code: 778)
                    .begin(at: 0, of: path, on: FAULTY_STORE)
                var answered: [Int64] = []
                for id in 1...50 {
                    guard
                        await outcome(of: { try await store.add(Int64(id), Self.megabyte(id)) })
                            .storageError == nil
                    else { break }
                    answered.append(Int64(id))
                }
                _ = faulty_disk_end()
                #expect((5..<50).contains(answered.count))
                await store.close()
                let again = try Store.opened(path)
                #expect(try again.ids() == answered)
                await again.close()
            }
        }
    }

    @Test("there is said once that the disk is full, and once that there is room")
    func saidOnce() async throws {
        let lines = LogLines()
        try await withFoldedStore(lines) { store, path in
            for _ in 1...2 {
                DiskFault(testDescription: "", calls: FAULTY_WRITE, code: 13, lasts: true)
                    .begin(at: 0, of: path)
                for id in 1...5 {
                    await #expect(throws: StorageError.full) { try await store.add(Int64(id)) }
                }
                _ = faulty_disk_end()
                try await store.write { _ = try $0.execute("DELETE FROM note") }
                for id in 6...9 { try await store.add(Int64(id)) }
                _ = try await store.write { try $0.execute("DELETE FROM note") }
            }
            #expect(lines.count(of: "the disk is full: writes are refused") == 2)
            #expect(lines.count(of: "there is room on the disk again") == 2)
        }
    }

    @Test("a read is refused, and the next one is answered")
    func read() async throws {
        let lines = LogLines()
        try await withFoldedStore(lines) { store, path in
            try await store.write { transaction in
                for id in 1...3000 { try transaction.add(Int64(id), "a text of some length") }
            }
            DiskFault(testDescription: "", calls: FAULTY_READ, code: 266).begin(at: 0, of: path)
            #expect(Result { try store.ids() }.isDamaged)
            #expect(try store.ids().count == 3000)
            #expect(faulty_disk_end() > 0)
            #expect(lines.count(of: "a read could not be done") == 1)
        }
    }

    private static func megabyte(_ id: Int) -> String {
        String(repeating: "text of \(100 + id), ", count: 65_536)
    }

    /// Gives a test a store whose log is flushed to nothing, which spares the machine.
    private func withFoldedStore(
        _ lines: LogLines,
        _ test: (Store, String) async throws -> Void
    ) async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("store")
        let store = try Store.open("sqlite:\(path)", migrations: [.notes], logger: lines.logger)
        try await attempt {
            try await test(store, path)
        } finally: {
            await store.close()
        }
        withExtendedLifetime(folder) {}
    }
}
