import FaultyDisk
import Foundation
import Logging
import Storage
import Synchronization
import TestSupport
import Testing

/// A fault that SQLite meets, and on which of its calls.
struct DiskFault: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let calls: Int
    let code: Int32
    var lasts = false

    static let all = [
        DiskFault(testDescription: "no room once", calls: FAULTY_WRITE, code: 13),
        DiskFault(testDescription: "no room", calls: FAULTY_WRITE, code: 13, lasts: true),
        DiskFault(testDescription: "a failed write", calls: FAULTY_WRITE, code: 778),
        DiskFault(testDescription: "a failed flush", calls: FAULTY_SYNC, code: 1034),
        DiskFault(testDescription: "failed flushes", calls: FAULTY_SYNC, code: 1034, lasts: true),
        DiskFault(testDescription: "a failed read", calls: FAULTY_READ, code: 266),
    ]

    /// Whether it is only that there is no room.
    var isFull: Bool { code == 13 }

    func begin(at place: Int, of path: String, on files: Int = FAULTY_STORE | FAULTY_LOG) {
        faulty_disk_plan(path, Int32(calls), Int32(files), place, code, lasts ? 1 : 0)
    }
}

// One after the other: the disk has one plan at a time.
@Suite("Wherever the disk fails", .serialized, .timeLimit(.minutes(3)))
struct FaultyDiskTests {
    init() throws {
        try #require(faulty_disk_install() == 0)
    }

    /// A cache so small that a command writes to the log before it is committed.
    private static let smallCache = Migration(2, ["PRAGMA cache_size = 5"])

    @Test(
        "every command is done or undone as it was answered, and none is done in part",
        arguments: DiskFault.all
    )
    func sweep(_ fault: DiskFault) async throws {
        let count = try await run(fault, at: -1)
        try #require(count > 3)
        for place in stride(from: 0, to: count, by: max(1, count / 40)) {
            _ = try await run(fault, at: place)
        }
    }

    /// Runs groups of commands of two rows each with a fault at a place, then opens the store
    /// again without it.
    ///
    /// - Returns: How many calls were made that could fail.
    private func run(_ fault: DiskFault, at place: Int) async throws -> Int {
        let folder = try TemporaryFolder()
        let path = folder.file("store")
        let store = try Store.opened(path, migrations: [.notes, Self.smallCache])
        try await store.addPair(1)
        fault.begin(at: place, of: path)
        var outcomes: [Int64: StorageError?] = [1: nil]
        for group in 0..<4 {
            let commands = (0..<5).map { number -> (Int64, Task<Void, any Error>) in
                let id = Int64(group * 5 + number + 2)
                return (id, store.enqueue { try $0.addPair(id) })
            }
            for (id, command) in commands {
                outcomes[id] = .some(await command.result.storageError)
            }
        }
        let count = faulty_disk_end()
        if fault.isFull, place >= 0 { try await store.addPair(1000) }
        await store.close()
        let again = try Store.opened(path, migrations: [.notes, Self.smallCache])
        let ids = Set(try again.ids())
        for (id, error) in outcomes {
            let there = [ids.contains(id), ids.contains(-id)]
            #expect(there[0] == there[1], "\(id) is there in part, fault at \(place)")
            switch error {
            case nil: #expect(there[0], "\(id) is lost, fault at \(place)")
            case .damaged: break
            default: #expect(!there[0], "\(id) was refused, fault at \(place)")
            }
            if fault.isFull {
                #expect(error == nil || error == .full, "\(String(describing: error))")
            }
        }
        await again.close()
        return count
    }

    @Test(
        "a transaction that SQLite undoes takes its group along",
        arguments: [778, 13] as [Int32]
    )
    func undone(code: Int32) async throws {
        try await withStore(migrations: [.notes, Self.smallCache]) { store, path in
            let held = await HeldWriter(of: store)
            let first = store.enqueue { try $0.add(1) }
            let stubborn = store.enqueue { transaction in
                faulty_disk_plan(path, Int32(FAULTY_WRITE), Int32(FAULTY_LOG), 0, code, 0)
                for id in 2...9 {
                    // Lost is on purpose what no body may lose: that the transaction is over.
                    try? transaction.addPair(Int64(id))
                }
            }
            let last = store.enqueue { try $0.add(10) }
            try await held.release()
            for command in [first, stubborn, last] {
                let error = await command.result.storageError
                #expect(code == 13 ? error == .full : error?.isDamage == true)
            }
            #expect(faulty_disk_failures() == 1)
            _ = faulty_disk_end()
            #expect(try store.ids() == [])
        }
    }

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
            for id in 51...60 { try await store.add(Int64(id), Self.megabyte(id)) }
            #expect(lines.count(of: "folded into the store again") == 1)
            #expect(try store.ids() == Array(1...60))
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
                #expect((20..<50).contains(answered.count))
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

    @Test("at the start, the start is refused by a reason and done again from its beginning")
    func start() async throws {
        for fault in DiskFault.all where fault.calls != FAULTY_READ && fault.lasts {
            let folder = try TemporaryFolder()
            let path = folder.file("store")
            for place in 0..<40 {
                fault.begin(at: place, of: path)
                let result = Result { try Store.opened(path) }
                _ = faulty_disk_end()
                guard let error = result.storageError else {
                    await (try result.get()).close()
                    break
                }
                guard case .unusable(path, "there is no room on its disk") = error else {
                    #expect(error.isDamage && !fault.isFull, "\(error)")
                    continue
                }
                #expect(fault.isFull)
            }
            let store = try Store.opened(path)
            try await store.add(1)
            await store.close()
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
        do {
            try await test(store, path)
        } catch {
            await store.close()
            throw error
        }
        await store.close()
        withExtendedLifetime(folder) {}
    }
}

extension StorageError {
    /// Whether the store is damaged or its disk has failed.
    fileprivate var isDamage: Bool {
        if case .damaged = self { true } else { false }
    }
}

extension Transaction {
    /// Adds two notes that belong together, each larger than a small cache.
    fileprivate borrowing func addPair(_ id: Int64) throws {
        try add(id, String(repeating: "text \(id) ", count: 4000))
        try add(-id, String(repeating: "text \(id) ", count: 4000))
    }
}

extension Store {
    fileprivate func addPair(_ id: Int64) async throws {
        try await write { try $0.addPair(id) }
    }
}
