import Logging
import ServiceHost
import Storage
import TestSupport
import Testing

@Suite("What one commit of the job settles")
struct DueBatchTests {
    private struct Refused: Error {}

    /// What became of a batch.
    private struct Found {
        let settled: Int
        let stuck: [Int]
        let isComplete: Bool
        let isAll: Bool
        let written: [Int]
    }

    /// Settles numbers from 1 on, those in `bad` excepted, each taking as much room as it says.
    private func settle(
        _ numbers: [Int],
        room: Int,
        bad: Set<Int> = [],
        countsStuck: Bool = false,
        in sweep: DueSweep<Int> = DueSweep(),
        of list: Int64 = 0,
        size: @escaping @Sendable (Int) -> Int = { _ in 1 }
    ) async throws -> Found {
        let folder = try TemporaryFolder()
        let store = try Store.open(
            "sqlite:\(folder.file("store.sqlite"))",
            migrations: [Migration(1, ["CREATE TABLE done (number {int} PRIMARY KEY) {strict}"])],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let found = try await store.write { transaction in
            var batch = DueBatch(room: room, countsStuck: countsStuck)
            let stuck = try batch.settle(transaction, sweep, of: list) { last, limit, _ in
                Array(numbers.filter { $0 > (last ?? 0) }.prefix(limit))
            } _: { number, transaction in
                try transaction.execute(
                    "INSERT INTO done (number) VALUES (?)",
                    .int(Int64(number))
                )
                if bad.contains(number) { throw Refused() }
                return size(number)
            }
            let written = try transaction.reads.all("SELECT number FROM done ORDER BY number") {
                Int($0.int(0))
            }
            return Found(
                settled: batch.settled,
                stuck: stuck.rows.map(\.row),
                isComplete: stuck.isComplete,
                isAll: stuck.isAll,
                written: written
            )
        }
        await store.close()
        return found
    }

    @Test("is as many rows as there is room for, the first ones first")
    func room() async throws {
        let found = try await settle(Array(1...9), room: 4)
        #expect(found.settled == 4 && found.written == [1, 2, 3, 4])
        #expect(found.stuck == [] && !found.isComplete)
        let all = try await settle(Array(1...9), room: 10)
        #expect(all.settled == 9 && all.isComplete)
    }

    @Test("is fewer rows where they are large, but one at least")
    func large() async throws {
        let found = try await settle(Array(1...9), room: 10) { $0 * 3 }
        #expect(found.written == [1, 2, 3])
        #expect(!found.isComplete)
        let one = try await settle([7, 8], room: 10) { _ in 1_000 }
        #expect(one.written == [7] && !one.isComplete)
    }

    @Test("passes over rows that fail, undoes what they wrote, and takes others in their place")
    func stuck() async throws {
        let found = try await settle(Array(1...9), room: 3, bad: [1, 2, 3, 5])
        #expect(found.settled == 3 && found.written == [4, 6, 7])
        #expect(found.stuck == [1, 2, 3, 5])
        let all = try await settle(Array(1...5), room: 3, bad: [1, 2, 3, 4, 5])
        #expect(all.settled == 0 && all.stuck == [1, 2, 3, 4, 5] && all.isComplete)
    }

    @Test("goes on behind more that fail than one commit passes over, and comes round again")
    func sweep() async throws {
        let sweep = DueSweep<Int>()
        let bad = Set(1...1_200)
        func next(_ numbers: ClosedRange<Int>, without done: Set<Int> = []) async throws -> Found {
            let due = numbers.filter { !done.contains($0) }
            return try await settle(due, room: 2, bad: bad, in: sweep)
        }
        for first in [1, 501] {
            let found = try await next(1...1_203)
            #expect(found.stuck == Array(first..<first + 500) && found.settled == 0)
            #expect(!found.isComplete)
        }
        let third = try await next(1...1_203)
        #expect(third.stuck == Array(1_001...1_200) && third.written == [1_201, 1_202])
        let last = try await next(1...1_203, without: [1_201, 1_202])
        #expect(last.written == [1_203] && last.isComplete && !last.isAll)
        // Another time nothing is settled, which is known at the end alone.
        for isEnd in [false, false, true] {
            let found = try await next(1...1_200)
            #expect(found.settled == 0 && found.isComplete == isEnd && found.isAll == isEnd)
        }
    }

    @Test("begins anew in another list, and where none was passed over")
    func anew() async throws {
        let sweep = DueSweep<Int>()
        let all = Array(1...9)
        let first = try await settle(all, room: 2, in: sweep)
        let again = try await settle(all, room: 2, bad: [1], in: sweep)
        #expect(first.written == [1, 2] && again.written == [2, 3])
        let behind = try await settle(all, room: 2, in: sweep)
        let other = try await settle(all, room: 2, in: sweep, of: 1)
        #expect(behind.written == [4, 5] && other.written == [1, 2])
    }

    @Test("has as many rows as there is room for, those that fail among them, where these count")
    func countsStuck() async throws {
        let found = try await settle(Array(1...9), room: 4, bad: [1, 2, 3], countsStuck: true)
        #expect(found.stuck == [1, 2, 3] && found.written == [4] && !found.isComplete)
    }
}
