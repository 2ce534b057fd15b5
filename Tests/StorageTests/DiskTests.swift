import Dispatch
import Foundation
import Storage
import Synchronization
import Testing

@Suite("A store whose disk", .timeLimit(.minutes(1)))
struct DiskTests {
    /// A limit that belongs to the writer's connection, as a quota of the disk would.
    private static let smallDisk = Migration(2, ["PRAGMA max_page_count = 40"])

    @Test("is full refuses the whole group, reads on, and writes again when there is room")
    func full() async throws {
        try await withStore(migrations: [.notes, Self.smallDisk]) { store, _ in
            let large = String(repeating: "x", count: 60_000)
            try await store.add(1, large)
            let held = await HeldWriter(of: store)
            let small = store.enqueue { try $0.add(2) }
            let tooLarge = store.enqueue { transaction in
                for id in 3...9 { try transaction.add(Int64(id), large) }
            }
            try await held.release()
            await #expect(throws: StorageError.full) { try await tooLarge.value }
            // A slow machine may have committed the small one in a group of its own before.
            let isStored = try store.ids().contains(2)
            #expect(await small.result.storageError == (isStored ? nil : .full))
            #expect(try !store.ids().contains(3))
            await #expect(throws: StorageError.full) { try await store.add(4, large + large) }
            #expect(try store.ids().first == 1)
            _ = try await store.write { try $0.execute("DELETE FROM note") }
            try await store.add(5, large)
            #expect(try store.ids() == [5])
        }
    }

    @Test("fails stops for good: what waits and what comes is refused, reads go on")
    func failed() async throws {
        let listener = Listener()
        try await withStore {
            $0.observer = listener.observer
        } _: { store, path in
            try await store.add(1)
            let held = await HeldWriter(of: store)
            let broken = store.enqueue { transaction in
                try transaction.add(2)
                throw StorageError.damaged("the disk does not answer")
            }
            // Of another group, because no group has more than 512 operations.
            let waiting = store.enqueue(weight: 512) { try $0.add(3) }
            try await held.release()
            #expect(await broken.result.isDamaged)
            #expect(await waiting.result.isDamaged)
            #expect(await outcome { try await store.add(4) }.isDamaged)
            #expect(try store.ids() == [1])
            #expect(listener.failures.count == 1)
            await store.close()
            let again = try Store.opened(path)
            #expect(try again.ids() == [1])
            await again.close()
        }
    }

    @Test("takes many large writes keeps its log under 48 MB")
    func log() async throws {
        try await withStore {
            // What is flushed does not change what is written; this spares the machine.
            $0.isDurable = false
        } _: { store, path in
            let largest = try await Self.largestLog(of: store, path, commits: 120)
            #expect(largest > 32_000_000)
            #expect(largest < 48_000_000)
            let length = try store.read {
                try $0.first("SELECT LENGTH(text) FROM note") { $0.int(0) }
            }
            #expect(length == 838_864)
        }
    }

    @Test("has readers all the while keeps its log under 64 MiB")
    func logUnderReads() async throws {
        try await withStore {
            $0.isDurable = false
            $0.readLimit = .milliseconds(500)
        } _: { store, path in
            let isOver = Atomic(false)
            let readers = DispatchGroup()
            // One read follows the other; the limit leaves time for a machine that is busy.
            for _ in 0..<2 {
                Thread.detachNewThread(in: readers) {
                    let never = DispatchSemaphore(value: 0)
                    while !isOver.load(ordering: .acquiring) {
                        _ = try? store.read { reads in
                            _ = try reads.first("SELECT MAX(id) FROM note") { $0.int(0) }
                            _ = never.wait(timeout: .now() + .milliseconds(120))
                        }
                    }
                }
            }
            let largest = try await Self.largestLog(of: store, path, commits: 240)
            isOver.store(true, ordering: .releasing)
            readers.wait()
            #expect(largest < 64 << 20)
        }
    }

    @Test("has had a very long log cuts it when it begins anew")
    func cut() async throws {
        try await withStore {
            $0.isDurable = false
        } _: { store, path in
            try await store.write { transaction in
                for id in 2...120 { try transaction.add(Int64(id), RecoveryTests.longText(of: id)) }
            }
            #expect(RecoveryTests.size(of: path + "-wal") > 90 << 20)
            for id in 200...203 as ClosedRange<Int64> { try await store.add(id) }
            #expect(RecoveryTests.size(of: path + "-wal") <= 64 << 20)
            #expect(try store.ids().count == 123)
        }
    }

    /// The largest size of the log while one row is written anew, of some 0.8 MB each time.
    private static func largestLog(
        of store: Store,
        _ path: String,
        commits: Int
    ) async throws -> Int {
        var largest = 0
        for round in 1...commits {
            let text = RecoveryTests.longText(of: round)
            try await store.write { transaction in
                _ = try transaction.execute(
                    """
                    INSERT INTO note (id, text) VALUES (1, ?)
                    ON CONFLICT (id) DO UPDATE SET text = excluded.text
                    """,
                    .text(text)
                )
            }
            largest = max(largest, RecoveryTests.size(of: path + "-wal"))
        }
        return largest
    }
}

extension Thread {
    /// Runs work on a thread of its own, as one of a group.
    fileprivate static func detachNewThread(
        in group: DispatchGroup,
        _ work: @escaping @Sendable () -> Void
    ) {
        group.enter()
        detachNewThread {
            work()
            group.leave()
        }
    }
}
