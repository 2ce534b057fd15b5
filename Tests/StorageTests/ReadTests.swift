import Dispatch
import Foundation
import Storage
import Testing

@Suite("A read", .timeLimit(.minutes(1)))
struct ReadTests {
    @Test("neither waits for a write that is under way nor sees what it has written")
    func besideWriter() async throws {
        try await withStore { store, _ in
            try await store.add(1)
            let held = await HeldWriter(of: store) { try $0.add(2) }
            #expect(try store.ids() == [1])
            try await held.release()
            #expect(try store.ids() == [1, 2])
        }
    }

    @Test("sees one instant from its first statement to its last")
    func snapshot() async throws {
        try await withStore { store, _ in
            try await store.add(1)
            let written = DispatchSemaphore(value: 0)
            let (begun, report) = AsyncStream.makeStream(of: Void.self)
            async let counts = onThread {
                try store.read { reads in
                    let before = try reads.first("SELECT COUNT(*) FROM note") { $0.int(0) }
                    report.finish()
                    written.wait()
                    return [before, try reads.first("SELECT MAX(id) FROM note") { $0.int(0) }]
                }
            }
            for await _ in begun {}
            try await store.add(2)
            #expect(try store.ids() == [1, 2])
            written.signal()
            #expect(try await counts == [1, 1])
        }
    }

    @Test("makes something of the whole store again only when something was committed")
    func remembered() async throws {
        try await withStore { store, _ in
            var made: [Int] = []
            for count in 0...2 {
                for _ in 1...3 {
                    let known = try store.read { reads in
                        _ = try reads.first("SELECT MAX(id) FROM note") { $0.optionalInt(0) }
                        return try reads.remembered {
                            made.append(count)
                            return try reads.all("SELECT id FROM note ORDER BY id") { $0.int(0) }
                        }
                    }
                    #expect(known == Array(0..<Int64(count)))
                }
                try await store.add(Int64(count))
            }
            #expect(made == [0, 1, 2])
        }
    }

    @Test("remembers nothing of a command, which sees what it has written itself")
    func commands() async throws {
        try await withStore { store, _ in
            let counts = try await store.write { transaction in
                try [1, 2].map { (id: Int64) in
                    try transaction.add(id)
                    return try transaction.reads.remembered { try Self.count(transaction) }
                }
            }
            #expect(counts == [1, 2])
        }
    }

    private static func count(_ transaction: borrowing Transaction) throws -> Int64? {
        try transaction.reads.first("SELECT COUNT(*) FROM note") { $0.int(0) }
    }

    @Test("that lasts too long ends, and the next one is served")
    func limit() async throws {
        try await withStore {
            $0.readLimit = .milliseconds(30)
        } _: { store, _ in
            try await store.add(1)
            for _ in 1...3 {
                #expect(throws: StorageError.timeIsOver) {
                    try store.read { reads in
                        try reads.first(
                            """
                            WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)
                            SELECT COUNT(*) FROM n
                            """
                        ) { $0.int(0) }
                    }
                }
                #expect(try store.ids() == [1])
            }
        }
    }

    @Test("that throws is answered with what it threw, and its statement can be used again")
    func ownError() async throws {
        try await withStore { store, _ in
            for id in 1...5 { try await store.add(Int64(id)) }
            var visited: [Int64] = []
            #expect(throws: Refused(reason: "enough")) {
                try store.read { reads in
                    try reads.each("SELECT id FROM note ORDER BY id") { row in
                        visited.append(row.int(0))
                        if visited.count == 3 { throw Refused(reason: "enough") }
                    }
                }
            }
            #expect(visited == [1, 2, 3])
            #expect(try store.ids() == [1, 2, 3, 4, 5])
        }
    }

    @Test("of nothing finds nothing")
    func nothing() async throws {
        try await withStore { store, _ in
            let found = try store.read {
                try $0.first("SELECT id FROM note WHERE id = ?", .int(1)) { $0.int(0) }
            }
            #expect(found == nil)
            #expect(try store.ids() == [])
        }
    }

    @Test("cannot write")
    func cannotWrite() async throws {
        try await withStore { store, _ in
            try await store.add(1)
            let result = Result {
                try store.read { try $0.each("DELETE FROM note") { _ in } }
            }
            #expect(result.storageError != nil)
            #expect(try store.ids() == [1])
            try await store.add(2)
        }
    }

    @Test("is told how the rows of a statement would be found, and none runs for that")
    func plan() async throws {
        try await withStore { store, _ in
            try await store.add(1)
            let (search, scan) = try store.read { reads in
                let search = try reads.queryPlan(of: "DELETE FROM note WHERE id = ?")
                return (search, try reads.queryPlan(of: "DELETE FROM note WHERE text = ?"))
            }
            #expect(search.map { $0.contains("PRIMARY KEY") } == [true])
            #expect(scan == ["SCAN note"])
            #expect(try store.ids() == [1])
        }
    }

    @Test("has no plan where the statement is none", arguments: ["SELECT 1 FROM x", "", "?"])
    func noPlan(_ sql: String) async throws {
        try await withStore { store, _ in
            let result = Result { try store.read { try $0.queryPlan(of: sql) } }
            #expect(result.isFault)
        }
    }

    @Test("that is under way when the store is closed sees its instant to the end")
    func closing() async throws {
        try await withStore { store, path in
            try await store.add(1)
            let gate = DispatchSemaphore(value: 0)
            let (begun, report) = AsyncStream.makeStream(of: Void.self)
            async let counts = onThread {
                try store.read { reads in
                    let before = try reads.first("SELECT COUNT(*) FROM note") { $0.int(0) }
                    report.finish()
                    gate.wait()
                    return [before, try reads.first("SELECT MAX(id) FROM note") { $0.int(0) }]
                }
            }
            for await _ in begun {}
            await store.close()
            #expect(throws: StorageError.closed) { try store.ids() }
            gate.signal()
            #expect(try await counts == [1, 1])
            let again = try Store.opened(path)
            #expect(try again.ids() == [1])
            await again.close()
        }
    }

    @Test("is one of many at once, and each is served")
    func many() async throws {
        try await withStore { store, _ in
            try await store.add(1)
            let gate = DispatchSemaphore(value: 0)
            let reads = (0..<20).map { _ in
                let (begun, report) = AsyncStream.makeStream(of: Void.self)
                let read = Task.immediate {
                    try await onThread {
                        try store.read { reads in
                            report.finish()
                            gate.wait()
                            return try reads.first("SELECT id FROM note") { $0.int(0) }
                        }
                    }
                }
                return (begun: begun, read: read)
            }
            for (begun, _) in reads { for await _ in begun {} }
            for _ in reads { gate.signal() }
            for (_, read) in reads { #expect(try await read.value == 1) }
        }
    }
}

/// Runs a call that blocks on a thread of its own.
private func onThread<Value: Sendable>(
    _ call: @escaping @Sendable () throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
        Thread.detachNewThread { continuation.resume(with: Result(catching: call)) }
    }
}
