import Foundation
import Storage
import Testing

@Suite("Checking a store", .timeLimit(.minutes(1)))
struct CheckTests {
    @Test("finds nothing in a sound one, while it is written to")
    func sound() async throws {
        try await withStore { store, _ in
            for id in 1...200 { try await store.add(Int64(id)) }
            let writing = Task { for id in 201...400 { try await store.add(Int64(id)) } }
            #expect(try await store.check() == [])
            try await writing.value
            #expect(try await store.check() == [])
        }
    }

    @Test("names the fault of a page that was broken before opening or while it is open")
    func damagedPage() async throws {
        for isOpen in [false, true] {
            try await withStore { store, path in
                try await store.write { transaction in
                    for id in 1...3000 { try transaction.add(Int64(id), "a text of some length") }
                }
                await store.close()
                if !isOpen { try Self.damage(path) }
                // A store that was closed properly is opened without a check.
                let again = try Store.opened(path)
                if isOpen { try Self.damage(path) }
                let faults = try await again.check()
                #expect(!faults.isEmpty && faults.allSatisfy { $0 != "ok" })
                await again.close()
            }
        }
    }

    @Test("names the fault of a file that is no store any more")
    func noStore() async throws {
        try await withStore { store, path in
            try await store.add(1)
            await store.close()
            let again = try Store.opened(path)
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
            try file.write(contentsOf: Data(repeating: 0x41, count: 4096))
            try file.close()
            #expect(try await !again.check().isEmpty)
            await again.close()
        }
    }

    @Test("says nothing of a file that it cannot open, but that it cannot")
    func unreachable() async throws {
        try await withStore { store, path in
            try await store.add(1)
            try FileManager.default.moveItem(atPath: path, toPath: path + ".away")
            let result = await outcome { try await store.check() }
            guard case .unreachable = result.storageError else {
                Issue.record("\(result)")
                return
            }
            try FileManager.default.moveItem(atPath: path + ".away", toPath: path)
            #expect(try await store.check() == [])
        }
    }

    @Test("is done by one at a time; all others are refused at once")
    func oneAtATime() async throws {
        try await withStore { store, _ in
            try await store.write { transaction in
                for id in 1...20_000 { try transaction.add(Int64(id), "a text of some length") }
            }
            let results = await withTaskGroup(of: Result<[String], any Error>.self) { group in
                for _ in 1...8 { group.addTask { await outcome { try await store.check() } } }
                return await group.reduce(into: []) { $0.append($1) }
            }
            for result in results where result.storageError != .overloaded {
                #expect(try result.get() == [])
            }
            #expect(results.contains { $0.storageError == nil })
            #expect(try await store.check() == [])
        }
    }

    @Test("is refused when the store is closed, and one under way ends first")
    func closed() async throws {
        try await withStore { store, _ in
            try await store.write { transaction in
                for id in 1...20_000 { try transaction.add(Int64(id), "a text of some length") }
            }
            let check = Task { await outcome { try await store.check() } }
            await store.close()
            let result = await check.value
            #expect(result.storageError == .closed || (try? result.get()) == [])
            await #expect(throws: StorageError.closed) { try await store.check() }
        }
    }

    private static func damage(_ path: String) throws {
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seek(toOffset: 10 * 4096)
        try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
        try file.close()
    }
}
