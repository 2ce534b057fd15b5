import Storage
import Synchronization
import TestSupport
import Testing

@Suite("A store under load", .timeLimit(.minutes(1)))
struct LoadTests {
    private static let accounts = Migration(
        1,
        [
            """
            CREATE TABLE account (
                id {int} NOT NULL PRIMARY KEY,
                balance {int} NOT NULL CHECK (balance >= 0)
            ) {strict}
            """,
            "INSERT INTO account (id, balance) VALUES (0, 50), (1, 50), (2, 50), (3, 50)",
        ]
    )

    @Test("keeps its sums: every read sees whole commands only, every answer was stored")
    func sums() async throws {
        var generator = SeededGenerator(for: "LoadTests.sums")
        let moves = (0..<1500).map { _ in Move(using: &generator) }
        try await withStore(migrations: [Self.accounts]) { store, path in
            let moved = try await withThrowingTaskGroup(of: [Move].self) { group in
                for worker in 0..<8 {
                    group.addTask {
                        var done: [Move] = []
                        for move in moves.indices.filter({ $0 % 8 == worker }).map({ moves[$0] }) {
                            if try await store.make(move) { done.append(move) }
                            try #require(try store.balances().reduce(0, +) == 200)
                        }
                        return done
                    }
                }
                return try await group.reduce(into: []) { $0 += $1 }
            }
            await store.close()
            let again = try Store.opened(path, migrations: [Self.accounts])
            var expected: [Int64] = [50, 50, 50, 50]
            for move in moved {
                expected[move.from] -= move.amount
                expected[move.to] += move.amount
            }
            #expect(try again.balances() == expected)
            #expect(!moved.isEmpty && moved.count < moves.count)
            await again.close()
        }
    }

    /// An amount that goes from one account to another, or not at all.
    struct Move: Sendable {
        let from: Int
        let to: Int
        let amount: Int64

        init(using generator: inout SeededGenerator) {
            from = Int.random(in: 0..<4, using: &generator)
            to = (from + Int.random(in: 1..<4, using: &generator)) % 4
            amount = Int64.random(in: 1...60, using: &generator)
        }
    }
}

extension Store {
    /// The balances of the accounts, by their ids.
    fileprivate func balances() throws -> [Int64] {
        try read { try $0.all("SELECT balance FROM account ORDER BY id") { $0.int(0) } }
    }

    /// Makes a move, adding first, so that what is not covered fails after it has written.
    ///
    /// - Returns: Whether it was made.
    fileprivate func make(_ move: LoadTests.Move) async throws -> Bool {
        do {
            try await write { transaction in
                try transaction.execute(
                    "UPDATE account SET balance = balance + ? WHERE id = ?",
                    .int(move.amount),
                    .int(Int64(move.to))
                )
                try transaction.execute(
                    "UPDATE account SET balance = balance - ? WHERE id = ?",
                    .int(move.amount),
                    .int(Int64(move.from))
                )
            }
            return true
        } catch StorageError.fault {
            return false
        }
    }
}
