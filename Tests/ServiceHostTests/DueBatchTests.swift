import Logging
import ServiceHost
import Storage
import TestSupport
import Testing

@Suite("What one commit of the job settles")
struct DueBatchTests {
    private struct Refused: Error {}

    /// Settles numbers from 1 on, those in `bad` excepted, each taking as much room as it says.
    private func settle(
        _ numbers: [Int],
        room: Int,
        bad: Set<Int> = [],
        size: @escaping @Sendable (Int) -> Int = { _ in 1 }
    ) async throws -> (settled: Int, stuck: [Int], isComplete: Bool, written: [Int]) {
        let folder = try TemporaryFolder()
        let store = try Store.open(
            "sqlite:\(folder.file("store.sqlite"))",
            migrations: [Migration(1, ["CREATE TABLE done (number {int} PRIMARY KEY) {strict}"])],
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let found = try await store.write { transaction in
            var batch = DueBatch(room: room)
            let stuck = try batch.settle(transaction) { last, limit, _ in
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
            return (batch.settled, stuck.rows.map(\.row), stuck.isComplete, written)
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
}
