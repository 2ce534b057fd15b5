import FaultyDisk
import Storage
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

    @Test(
        "at a first start or a migration, it is refused by a reason and done again from its start",
        arguments: [true, false]
    )
    func start(isFirst: Bool) async throws {
        for fault in DiskFault.all where fault.calls != FAULTY_READ && fault.lasts {
            let folder = try TemporaryFolder()
            let path = folder.file("store")
            if !isFirst {
                let store = try Store.opened(path)
                try await store.add(7, String(repeating: "text ", count: 4000))
                await store.close()
            }
            for place in 0..<40 {
                fault.begin(at: place, of: path)
                let result = Result { try Store.opened(path, migrations: Self.steps) }
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
            let store = try Store.opened(path, migrations: Self.steps)
            try await store.add(1)
            #expect(try store.ids() == (isFirst ? [1] : [1, 7]))
            await store.close()
        }
    }

    private static let steps = [
        .notes,
        Migration(
            2,
            [
                "CREATE TABLE extra (id {int} NOT NULL PRIMARY KEY, text {text} NOT NULL) {strict}",
                "INSERT INTO extra (id, text) SELECT id, text FROM note",
                "ALTER TABLE note ADD COLUMN stars {int} NOT NULL DEFAULT 3",
            ]
        ),
    ]
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
