import Foundation
import Storage
import TestSupport
import Testing

@Suite("After an unclean stop, a store", .timeLimit(.minutes(1)))
struct RecoveryTests {
    @Test("has every command that was answered")
    func readable() async throws {
        try await withStore { store, path in
            for id in 1...50 { try await store.add(Int64(id)) }
            let copy = try Self.copy(of: path)
            #expect(Self.size(of: copy + "-wal") > 0)
            let recovered = try Store.opened(copy)
            #expect(try recovered.ids() == Array(1...50))
            try await recovered.add(51)
            await recovered.close()
        }
    }

    @Test("is read up to its last whole commit where the end of its log was never written")
    func tornLog() async throws {
        try await withStore { store, path in
            for id in 1...20 { try await store.add(Int64(id)) }
            let copy = try Self.copy(of: path)
            let log = try FileHandle(forWritingTo: URL(fileURLWithPath: copy + "-wal"))
            try log.truncate(atOffset: UInt64(Self.size(of: copy + "-wal") - 100))
            try log.close()
            let recovered = try Store.opened(copy)
            #expect(try recovered.ids() == Array(1...19))
            await recovered.close()
        }
    }

    @Test("is refused as damaged where a page is broken")
    func damagedPage() async throws {
        try await withStore { store, path in
            try await store.write { transaction in
                for id in 1...3000 { try transaction.add(Int64(id), "a text of some length") }
            }
            // Closing folds the log into the file; the next write makes a log again.
            await store.close()
            let again = try Store.opened(path)
            try await again.add(5000)
            let copy = try Self.copy(of: path)
            await again.close()
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: copy))
            try file.seek(toOffset: 10 * 4096)
            try file.write(contentsOf: Data(repeating: 0xA5, count: 4096))
            try file.close()
            #expect(Result { try Store.opened(copy) }.isDamaged)
        }
    }

    @Test("has every command although what was folded and not flushed never reached the disk")
    func unflushedFold() async throws {
        try await withStore { store, path in
            try await store.add(0)
            try FileManager.default.copyItem(atPath: path, toPath: path + ".copy")
            for id in 1...20 { try await store.add(Int64(id), Self.longText(of: id)) }
            // Some of it is folded, and the log still has it.
            #expect(Self.size(of: path) > 8_000_000)
            #expect(Self.size(of: path + "-wal") > 16_000_000)
            try FileManager.default.copyItem(atPath: path + "-wal", toPath: path + ".copy-wal")
            let recovered = try Store.opened(path + ".copy")
            #expect(try recovered.ids() == Array(0...20))
            #expect(try await recovered.check().isEmpty)
            await recovered.close()
        }
    }

    @Test("that was closed in good order leaves no log")
    func cleanStop() async throws {
        try await withStore { store, path in
            try await store.add(1)
            #expect(try store.ids() == [1])
            #expect(Self.size(of: path + "-wal") > 0)
            await store.close()
            #expect(!FileManager.default.fileExists(atPath: path + "-wal"))
        }
    }

    /// Copies a store as a crash of the machine would leave it: file and log, and no lock.
    private static func copy(of path: String) throws -> String {
        for part in ["", "-wal"] {
            try FileManager.default.copyItem(atPath: path + part, toPath: path + ".copy" + part)
        }
        return path + ".copy"
    }
}

extension RecoveryTests {
    /// A text of 0.8 MiB that differs from others, because SQLite writes only pages that differ.
    static func longText(of number: Int) -> String {
        String(repeating: "text of \(100_000 + number), ", count: 52_429)
    }

    /// The size of a file in bytes, 0 where there is none.
    static func size(of path: String) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return (attributes?[.size] as? NSNumber)?.intValue ?? 0
    }
}
