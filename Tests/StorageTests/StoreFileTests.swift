import CSQLite
import Foundation
import Storage
import TestSupport
import Testing

@Suite("A file that is to be a store", .timeLimit(.minutes(1)))
struct StoreFileTests {
    /// What may lie where a store is looked for, and a part of the reason for which it is refused.
    enum Obstacle: String, CaseIterable {
        case noFolder = "No such file"
        case folder = "it is a folder"
        case device = "it is no regular file"
        case text = "it is no SQLite database"
        case stub = "is no SQLite"
        case hardLink = "2 names (hard links)"
        case deadLink = "a link that leads nowhere"
        case foreign = "another application"
        case foreignLedger = "of another application"
        case lostStore = "its write-ahead log is not"
    }

    @Test("is refused by its path and a reason, and stays as it is", arguments: Obstacle.allCases)
    func refused(_ obstacle: Obstacle) throws {
        let folder = try TemporaryFolder()
        let path = try Self.put(obstacle, in: folder)
        let before = Self.contents(of: folder)
        let result = Result { try Store.opened(path) }
        guard case .unusable(path, let reason) = result.storageError else {
            Issue.record("\(result)")
            return
        }
        #expect(reason.contains(obstacle.rawValue), "\(reason)")
        #expect(Self.contents(of: folder) == before)
    }

    @Test("is a new store where it is there and empty")
    func empty() async throws {
        let folder = try TemporaryFolder()
        try Data().write(to: URL(fileURLWithPath: folder.file("store")))
        let store = try Store.opened(folder.file("store"))
        try await store.add(1)
        await store.close()
    }

    @Test("is one store however it is named: by a link, by a detour, relative to a folder")
    func names() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("store")
        let link = folder.file("link")
        try FileManager.default.createDirectory(
            atPath: folder.file("deep"),
            withIntermediateDirectories: false
        )
        let store = try Store.opened(path)
        try await store.add(1)
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "store")
        let relative = Self.relative(path)
        for name in [link, folder.file("deep/../store"), folder.file("./store"), relative] {
            #expect(throws: StorageError.inUse(path: name)) { try Store.opened(name) }
        }
        try await store.add(2)
        await store.close()
        let again = try Store.opened(link)
        #expect(try again.ids() == [1, 2])
        #expect(throws: StorageError.inUse(path: path)) { try Store.opened(path) }
        await again.close()
    }

    @Test("is left alone, log and all, where a newer version of the service has written it")
    func newer() async throws {
        let folder = try TemporaryFolder()
        let newer = Migration(2, ["ALTER TABLE note ADD COLUMN stars {int}"])
        let store = try Store.opened(folder.file("store"), migrations: [.notes, newer])
        try await store.add(1)
        // Copied while it is open, it has a log, as after a crash.
        for part in ["", "-wal"] {
            try FileManager.default.copyItem(
                atPath: folder.file("store" + part),
                toPath: folder.file("copy" + part)
            )
        }
        await store.close()
        let before = Self.contents(of: folder)
        for name in ["store", "copy"] {
            #expect(throws: StorageError.newer(store: 2, known: 1)) {
                try Store.opened(folder.file(name))
            }
        }
        #expect(Self.contents(of: folder) == before)
        let again = try Store.opened(folder.file("copy"), migrations: [.notes, newer])
        #expect(try again.ids() == [1])
        await again.close()
    }

    private static func put(_ obstacle: Obstacle, in folder: TemporaryFolder) throws -> String {
        let path = folder.file("store")
        let files = FileManager.default
        switch obstacle {
        case .noFolder: return folder.file("none/store")
        case .folder:
            try files.createDirectory(atPath: path, withIntermediateDirectories: false)
        case .device: return "/dev/null"
        case .text:
            try Data(String(repeating: "This is no database. ", count: 500).utf8)
                .write(to: URL(fileURLWithPath: path))
        case .stub: try Data("SQLite format 3\0".utf8).write(to: URL(fileURLWithPath: path))
        case .hardLink:
            try Data().write(to: URL(fileURLWithPath: path))
            try files.linkItem(atPath: path, toPath: folder.file("other"))
        case .deadLink:
            try files.createSymbolicLink(atPath: path, withDestinationPath: "nothing")
        case .foreign, .foreignLedger:
            try makeForeign(path, "CREATE TABLE song (title TEXT)")
            guard obstacle == .foreignLedger else { break }
            try makeForeign(path, "CREATE TABLE migration (number INTEGER)")
        case .lostStore:
            try Data().write(to: URL(fileURLWithPath: path))
            try Data("what was acknowledged".utf8).write(to: URL(fileURLWithPath: path + "-wal"))
        }
        return path
    }

    /// The bytes of a folder's files but for locks, and for logs that have nothing in them.
    private static func contents(of folder: TemporaryFolder) -> [String: Data] {
        let names = FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String]
        var found: [String: Data] = [:]
        for name in names ?? [] where !name.hasSuffix(".lock") {
            let bytes = FileManager.default.contents(atPath: folder.file(name))
            if bytes?.isEmpty == true, name.hasSuffix("-wal") { continue }
            found[name] = bytes ?? Data()
        }
        return found
    }

    private static func relative(_ path: String) -> String {
        let here = FileManager.default.currentDirectoryPath
        let up = here.split(separator: "/").map { _ in ".." }.joined(separator: "/")
        return up + path
    }
}

extension StoreFileTests {
    /// Adds a table as another application would, with SQLite's usual settings.
    private static func makeForeign(_ path: String, _ statement: String) throws {
        var handle: OpaquePointer?
        defer { sqlite3_close(handle) }
        try #require(sqlite3_open(path, &handle) == SQLITE_OK)
        try #require(sqlite3_exec(handle, statement, nil, nil, nil) == SQLITE_OK)
    }
}
