import Foundation
import Storage
import TestSupport
import Testing

@Suite("A write-ahead log that a crash has left", .timeLimit(.minutes(1)))
struct LogScanTests {
    @Test("is refused, and kept, where damage would lose commits that stand behind it")
    func damaged() async throws {
        try await withLog { log, path in
            for place in [8, 40, 60, log.count / 3, log.count / 2] {
                var bytes = log
                bytes[place] ^= 0x10
                try bytes.write(to: URL(fileURLWithPath: path + "-wal"))
                let store = try Data(contentsOf: URL(fileURLWithPath: path))
                let result = Result { try Store.opened(path) }
                guard case .damaged(let reason) = result.storageError else {
                    Issue.record("byte \(place): \(result)")
                    continue
                }
                #expect(reason.contains("\(path)-wal is damaged at byte"), "\(reason)")
                #expect(try Data(contentsOf: URL(fileURLWithPath: path + "-wal")) == bytes)
                #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == store)
            }
            // The whole log is taken all the same.
            try log.write(to: URL(fileURLWithPath: path + "-wal"))
            let store = try Store.opened(path)
            #expect(try store.ids() == Array(1...20))
            await store.close()
        }
    }

    @Test("is refused too where one bad block has hit two frames")
    func badBlock() async throws {
        try await withLog { log, path in
            var bytes = log
            let place = log.count - 3 * 4120 - 2000
            bytes.replaceSubrange(place..<place + 4096, with: Data(count: 4096))
            try bytes.write(to: URL(fileURLWithPath: path + "-wal"))
            guard case .damaged = Result(catching: { try Store.opened(path) }).storageError else {
                Issue.record("the store opens")
                return
            }
        }
    }

    @Test("is read up to where it was cut, as its message says it can be")
    func cut() async throws {
        try await withLog { log, path in
            var bytes = log
            bytes[log.count * 2 / 3] ^= 1
            try bytes.write(to: URL(fileURLWithPath: path + "-wal"))
            let reason = "\(Result { try Store.opened(path) })"
            let after = reason.split(separator: "at byte ").last ?? ""
            let place = try #require(Int(after.prefix { $0.isNumber }))
            try bytes.prefix(place).write(to: URL(fileURLWithPath: path + "-wal"))
            let store = try Store.opened(path)
            let ids = try store.ids()
            #expect(ids == Array(1...Int64(ids.count)) && (5..<20).contains(ids.count))
            await store.close()
        }
    }

    @Test("may have a last commit that was never finished, however much of it was written")
    func unfinished() async throws {
        try await withLog { log, path in
            for place in [log.count - 1, log.count - 4096, log.count - 4100] {
                var bytes = log
                bytes[place] ^= 0x40
                try bytes.write(to: URL(fileURLWithPath: path + "-wal"))
                let copy = path + "-\(place)"
                try FileManager.default.copyItem(atPath: path, toPath: copy)
                try bytes.write(to: URL(fileURLWithPath: copy + "-wal"))
                let store = try Store.opened(copy)
                #expect(try store.ids() == Array(1...19))
                await store.close()
            }
        }
    }

    @Test("is in the file when the store has been opened, so that nothing rests on it")
    func folded() async throws {
        try await withLog { log, path in
            let store = try Store.opened(path)
            #expect(RecoveryTests.size(of: path + "-wal") == 0)
            #expect(try store.ids() == Array(1...20))
            await store.close()
        }
    }

    /// Gives a test the copy of a store with 20 commits in its log, and the log's bytes.
    private func withLog(_ test: (Data, String) async throws -> Void) async throws {
        try await withStore { store, path in
            for id in 1...20 { try await store.add(Int64(id)) }
            let copy = path + ".copy"
            for part in ["", "-wal"] {
                try FileManager.default.copyItem(atPath: path + part, toPath: copy + part)
            }
            try await test(try Data(contentsOf: URL(fileURLWithPath: copy + "-wal")), copy)
        }
    }
}
