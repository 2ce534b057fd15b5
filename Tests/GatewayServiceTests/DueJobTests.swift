import Primitives
import Storage
import TestSupport
import Testing
import Wire

@Suite("The job that does what is due of members whom nobody touches", .timeLimit(.minutes(3)))
struct DueJobTests {
    private static let dayMs: Int64 = 86_400_000

    @Test("stores exactly what reads showed before it ran")
    func asShown() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let holds = try await gateway.prepareMembers(12)
            gateway.clock.advance(milliseconds: 800 * Self.dayMs)
            let shown = try await gateway.shown(of: 12, holds)
            let rows = try await gateway.storedRows()
            try await gateway.restarted(["job-pause-ms": "20"]) { again in
                try await until { try await again.storedRows() >= rows + 12 * 5 }

                #expect(try await again.shown(of: 12, holds) == shown)
                #expect(try await again.storedRows() == rows + 12 * 5)
                #expect(try await again.differences().found == [])
                #expect(try await again.chainFault() == nil)
            }
        }
    }

    @Test(
        "is not held up by an account that is damaged",
        arguments: [
            Damage("UPDATE hold SET pieces = 'x' WHERE account = 1", answer: 500),
            Damage("UPDATE holding SET held = 1 WHERE account = 1", answer: 500),
            Damage("UPDATE holding SET asset = '?' WHERE account = 1", answer: 500),
            // A read does not look at the line before.
            Damage("UPDATE holding SET entry = 1 WHERE account = 1 AND day < 0", answer: 200),
            // What is due can be read, and cannot be stored.
            Damage(
                """
                CREATE TRIGGER stuck BEFORE INSERT ON transfer WHEN NEW.account = 1
                BEGIN SELECT RAISE(ABORT, 'stuck'); END
                """,
                answer: 200
            ),
        ]
    )
    fileprivate func damaged(by damage: Damage) async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let lapse = Instant(milliseconds: Gateway.start.milliseconds + Self.dayMs)
            for member in ["a", "b"] {
                try await gateway.credit(member, 5, key: member)
                let hold = JSON.movement(of: member, 5)
                    .with("expiresAt", .string(lapse.description))
                #expect(try await gateway.post("/v1/holds", hold, key: "h-\(member)").status == 201)
            }
            try await gateway.stopped { store in
                _ = try await store.write { try $0.execute(damage.sql) }
            }
            gateway.clock.advance(milliseconds: 2 * Self.dayMs)
            try await gateway.restarted(["job-pause-ms": "20"]) { again in
                try await until { try await again.storedRows() == 5 }

                #expect(try await again.available("b") == 5)
                #expect(try await again.get("/v1/members/a/balance").status == damage.answer)
                let metrics = try await again.get("/metrics").text
                #expect(metrics.contains(/jifen_due_stuck\{.*kind="account".*\} 1/))
            }
        }
    }

    @Test("comes past 600 damaged accounts, more than it settles at a time")
    func manyDamaged() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let at = Instant(milliseconds: Gateway.start.milliseconds + Self.dayMs)
            let operations = (0..<700).map { number in
                JSON.movement(of: "m\(number)", 7)
                    .with("availableAt", .string(at.description))
                    .keyed("k\(number)")
            }
            #expect(try await gateway.batch(operations).status == 200)
            try await gateway.stopped { store in
                try await store.write { transaction in
                    _ = try transaction.execute(
                        "UPDATE holding SET pending = 1 WHERE account <= 600"
                    )
                }
            }
            gateway.clock.advance(milliseconds: Self.dayMs)
            try await gateway.restarted(["job-pause-ms": "20"]) { again in
                try await until { try await again.storedRows() == 800 }

                #expect(try await again.available("m699") == 7)
            }
        }
    }

    @Test("loses nothing of 3,000 members while credits run")
    func besideCredits() async throws {
        try await Gateway.serving(
            ["job-pause-ms": "20"],
            programme: .earningProgramme()
        ) { gateway in
            let at = Instant(milliseconds: Gateway.start.milliseconds + Self.dayMs)
            for batch in 0..<3 {
                let operations = (0..<1000).map { number in
                    JSON.movement(of: "m\(batch * 1000 + number)", 7)
                        .with("availableAt", .string(at.description))
                        .keyed("k\(batch)-\(number)")
                }
                #expect(try await gateway.batch(operations).status == 200)
            }
            gateway.clock.advance(milliseconds: Self.dayMs)
            let answers = try await gateway.atOnce(300) { number in
                try await gateway.credit("m\(number * 10)", 1, key: "c\(number)")
            }
            try await until { try await gateway.storedRows() >= 6300 }
            let sums = try await gateway.stopped { store in
                try store.read { reads in
                    try reads.first(
                        """
                        SELECT COUNT(*), CAST(SUM(available) AS BIGINT),
                            CAST(SUM(pending) AS BIGINT)
                        FROM holding WHERE day = -9999999
                        """
                    ) { [$0.int(0), $0.int(1), $0.int(2)] }
                }
            }

            #expect(answers.count { $0.status == 201 } == 300)
            #expect(answers.count { $0.json["balance"]?["available"] == 8 } == 300)
            #expect(sums == [3000, 21_300, 0])
            try await gateway.restarted { again in
                let rows = try await again.storedRows()
                #expect(rows == 6300)
                #expect(try await again.differences().found == [])
                #expect(try await again.chainFault() == nil)
            }
        }
    }
}

extension Gateway {
    /// Gives members of everything that falls due by itself: for each, two credits become
    /// available, a hold lapses, and lots end at two instants.
    ///
    /// - Returns: The ids of the holds.
    fileprivate func prepareMembers(_ count: Int) async throws -> [String] {
        let start = Self.start.milliseconds
        var holds: [String] = []
        for number in 0..<count {
            let day = Instant(milliseconds: start + Int64(number + 1) * 86_400_000 / 2)
            let member = "m\(number)"
            try await credit(member, 100, key: "c\(number)")
            let later = JSON.movement(of: member, 40)
                .with("availableAt", .string(day.description))
                .with("expiresOn", "2028-02-01")
            try await post("/v1/credits", later, key: "l\(number)")
            try await send(.event("o\(number)", of: member, lines: [.line(3000, of: "presale")]))
            let hold = try await post(
                "/v1/holds",
                .movement(of: member, 10).with("expiresAt", .string(day.description)),
                key: "h\(number)"
            )
            holds.append(hold.transferID)
        }
        return holds
    }

    /// Everything that is shown of members, as bytes: balances, statements, their rows one by
    /// one, and holds.
    fileprivate func shown(of count: Int, _ holds: [String]) async throws -> [String] {
        var texts: [String] = []
        for number in 0..<count {
            texts.append(try await get("/v1/members/m\(number)/balance").text)
            texts.append(try await get("/v1/members/m\(number)/transfers").text)
            for row in try await statement(of: "m\(number)") {
                let found = try await get("/v1/transfers/\(row["id"]?.text ?? "")")
                #expect(found.json["transfer"] == row)
                texts.append(found.text)
            }
        }
        for hold in holds { texts.append(try await get("/v1/holds/\(hold)").text) }
        return texts
    }
}

/// What is done to a store behind its service's back.
private struct Damage: CustomTestStringConvertible, Sendable {
    let sql: StaticString
    /// The status of a read of the account's balance.
    let answer: Int

    var testDescription: String { "\(sql)" }

    init(_ sql: StaticString, answer: Int) {
        self.sql = sql
        self.answer = answer
    }
}
