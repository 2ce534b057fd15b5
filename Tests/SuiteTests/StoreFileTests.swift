import CSQLite
import Foundation
import TestSupport
import Testing

extension RealProcesses {
    @Suite("The store's file")
    struct StoreFileTests {
        /// What lies where the store is to be, and what is said of it.
        enum Obstacle: String, CaseIterable {
            case folder = "it is a folder"
            case text = "it is no SQLite database"
            case foreign = "it is the database of another application"
            case deadLink = "a link that leads nowhere"
        }

        @Test(
            "that is none stops the start in one line, and stays as it is",
            arguments: Obstacle.allCases
        )
        func refused(_ obstacle: Obstacle) async throws {
            let stage = try await Stage()
            let files = FileManager.default
            switch obstacle {
            case .folder:
                try files.createDirectory(
                    atPath: stage.store,
                    withIntermediateDirectories: false
                )
            case .text:
                try Data(String(repeating: "No store. ", count: 50).utf8)
                    .write(to: URL(fileURLWithPath: stage.store))
            case .foreign: try Self.run("CREATE TABLE song (title TEXT)", on: stage.store)
            case .deadLink:
                try files.createSymbolicLink(atPath: stage.store, withDestinationPath: "none")
            }
            let before = files.contents(atPath: stage.store)
            try await Self.expectRefusal(
                of: stage,
                "the store \(stage.store) cannot be used: \(obstacle.rawValue)"
            )
            #expect(files.contents(atPath: stage.store) == before)
        }

        @Test("that has no folder stops the start in one line")
        func noFolder() async throws {
            let stage = try await Stage(storeIn: "gone")
            try FileManager.default.removeItem(atPath: stage.folder.file("gone"))
            try await Self.expectRefusal(
                of: stage,
                "the store \(stage.store) cannot be used: its folder: No such file or directory"
            )
        }

        @Test("that a newer version has written stops the start, and stays as it is")
        func newer() async throws {
            let stage = try await Stage()
            #expect(await (try await stage.startFirst()).stop() == .exited(code: 0))
            try Self.run("INSERT INTO migration (number) VALUES (99)", on: stage.store)
            let before = try Data(contentsOf: URL(fileURLWithPath: stage.store))
            try await Self.expectRefusal(
                of: stage,
                "the store is of version 99, this service knows"
            )
            #expect(try Data(contentsOf: URL(fileURLWithPath: stage.store)) == before)
            try Self.run("DELETE FROM migration WHERE number = 99", on: stage.store)
            let next = try await stage.start()
            #expect(try await next.balance(of: "m-1") == 0)
            #expect(await next.stop() == .exited(code: 0))
        }

        @Test("is one store under any name: a second process is refused, the first goes on")
        func names() async throws {
            let stage = try await Stage()
            let gateway = try await stage.startFirst()
            let link = stage.folder.file("link.sqlite")
            try FileManager.default.createSymbolicLink(
                atPath: link,
                withDestinationPath: stage.store
            )
            let detour =
                stage.folder.path + "/./../"
                + (stage.folder.path as NSString).lastPathComponent + "/gateway.sqlite"
            for name in [link, detour] {
                let other = Stage(of: stage, named: name)
                try await Self.expectRefusal(of: other, "the store \(name) is open in another")
            }
            let operation = Operation(key: "k", kind: .credit, member: "m-1", amount: 5)
            #expect(try await gateway.send(.alone(operation)).map(\.settled.status) == [201])
            await gateway.process.kill()
            gateway.client.close()
            let next = try await Stage(of: stage, named: link).start()
            #expect(try await next.balance(of: "m-1") == 5)
            #expect(await next.stop() == .exited(code: 0))
        }

        private static func expectRefusal(of stage: Stage, _ reason: String) async throws {
            let start = try stage.process()
            #expect(await start.end() == .exited(code: 1))
            #expect(start.errors.contains("gateway: \(reason)"), "\(start.errors)")
            #expect(start.errors.split(separator: "\n").count == 1, "\(start.errors)")
            #expect(start.output.isEmpty)
        }

        private static func run(_ statement: String, on path: String) throws {
            var handle: OpaquePointer?
            defer { sqlite3_close(handle) }
            try #require(sqlite3_open(path, &handle) == SQLITE_OK)
            try #require(sqlite3_exec(handle, statement, nil, nil, nil) == SQLITE_OK)
        }
    }
}
