import BadgesService
import Logging
import Storage
import TestSupport
import Testing

@Suite("A store that an earlier version has made", .timeLimit(.minutes(1)))
struct MigrationTests {
    private struct Count: Hashable {
        let member: String
        let measure: Int64
        let period: Int64
        let value: Int64
    }

    @Test("every count is where it was, now by period")
    func counts() async throws {
        let folder = try TemporaryFolder()
        let counts = ["anna", "bert"].flatMap { member in
            [Int64.min, 0, 20_500].flatMap { period in
                [-5, 7].map { Count(member: member, measure: $0, period: period, value: $0 + 9) }
            }
        }
        let former = try Self.store(in: folder, Array(Migration.badges.prefix(4)))
        try await former.write { transaction in
            for count in counts {
                try transaction.execute(
                    "INSERT INTO counter (member, measure, period, value) VALUES (?, ?, ?, ?)",
                    .text(count.member),
                    .int(count.measure),
                    .int(count.period),
                    .int(count.value)
                )
            }
        }
        await former.close()
        let store = try Self.store(in: folder, Migration.badges)
        let found = try store.read { reads in
            try reads.all("SELECT member, measure, period, value FROM counter") { row in
                Count(
                    member: row.text(0),
                    measure: row.int(1),
                    period: row.int(2),
                    value: row.int(3)
                )
            }
        }
        await store.close()
        #expect(Set(found) == Set(counts))
        #expect(found.count == counts.count)
    }

    @Test("the level in force of every member is the one that it has earned")
    func levelsInForce() async throws {
        let folder = try TemporaryFolder()
        let levels: [String: Int64] = ["anna": 0, "bert": 3, "cleo": 1, "dora": 3]
        let former = try Self.store(in: folder, Array(Migration.badges.prefix(3)))
        try await former.write { transaction in
            for (member, level) in levels {
                try transaction.execute(
                    """
                    INSERT INTO standing (member, stamp, life_growth, level, since, rewarded,
                        trait_version)
                    VALUES (?, 1, 500, ?, 20500, 0, 7)
                    """,
                    .text(member),
                    .int(level)
                )
            }
        }
        await former.close()
        let store = try Self.store(in: folder, Migration.badges)
        let (inForce, earned) = try store.read { reads in
            let inForce = try reads.all("SELECT member, in_force FROM standing") {
                ($0.text(0), $0.int(1))
            }
            let earned = try reads.all("SELECT member, level FROM standing") {
                ($0.text(0), $0.int(1))
            }
            return (inForce, earned)
        }
        await store.close()
        #expect(Dictionary(uniqueKeysWithValues: inForce) == levels)
        #expect(Dictionary(uniqueKeysWithValues: earned) == levels)
    }

    private static func store(
        in folder: TemporaryFolder,
        _ migrations: [Migration]
    ) throws -> Store {
        try Store.open(
            "sqlite:\(folder.file("badges.sqlite"))",
            migrations: migrations,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
    }
}
