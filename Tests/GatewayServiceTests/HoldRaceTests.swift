import Primitives
import TestSupport
import Testing
import Wire

@Suite("Holds and reversals, many at once", .timeLimit(.minutes(2)))
struct HoldRaceTests {
    @Test("of captures under many keys at once only what is held is taken")
    func captures() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 100, key: "c")
            let hold = try await gateway.hold("m", 50, key: "h")
            let answers = try await gateway.atOnce(20) { number in
                try await gateway.post(
                    "/v1/holds/\(hold)/capture",
                    ["amount": 7],
                    key: "k\(number)"
                )
            }
            #expect(answers.count { $0.status == 201 } == 7)
            #expect(answers.count { $0.slug == "limit-reached" } == 13)
            #expect(try await gateway.parts(of: "m") == [50, 0, 1])
            let rest = try await gateway.atOnce(20) { number in
                try await gateway.post("/v1/holds/\(hold)/capture", [:], key: "r\(number)")
            }
            #expect(rest.count { $0.status == 201 } == 1)
            #expect(rest.count { $0.slug == "hold-ended" } == 19)
            #expect(try await gateway.parts(of: "m") == [50, 0, 0])
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
        }
    }

    @Test(
        "a transfer that is undone by many at once is undone once",
        arguments: ["credits", "debits"]
    )
    func reversals(path: String) async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 100, key: "c")
            let done = try await gateway.post("/v1/\(path)", .movement(of: "m", 40), key: "t")
            let answers = try await gateway.atOnce(20) { number in
                try await gateway.post(
                    "/v1/transfers/\(done.transferID)/reversals",
                    ["reason": "test", "amount": 15],
                    key: "r\(number)"
                )
            }
            #expect(answers.count { $0.status == 201 } == 2)
            #expect(answers.count { $0.slug == "limit-reached" } == 18)
            let left: Int64 = path == "credits" ? 110 : 90
            #expect(try await gateway.parts(of: "m") == [left, 0, 0])
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
        }
    }

    @Test("captures and releases that race with the lapse leave every point in one place")
    func lapse() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 100, key: "c")
            var holds: [String] = []
            for number in 0..<20 {
                holds.append(try await gateway.hold("m", 5, key: "h\(number)", forMs: 1000))
            }
            gateway.clock.advance(milliseconds: 999)
            let known = holds
            let answers = try await gateway.atOnce(41) { number in
                if number == 20 {
                    gateway.clock.advance(milliseconds: 1)
                    return try await gateway.get("/v1/members/m/balance")
                }
                let action = number % 3 == 0 ? "release" : "capture"
                let path = "/v1/holds/\(known[number % 20])/\(action)"
                return try await gateway.post(path, [:], key: "k\(number)")
            }
            let refused = ["hold-lapsed", "hold-ended"]
            #expect(answers.allSatisfy { $0.slug.map(refused.contains) ?? true })
            let captured = answers.count {
                $0.status == 201 && $0.json["transfer"]?["kind"] == "capture"
            }
            #expect(try await gateway.parts(of: "m") == [100 - 5 * Int64(captured), 0, 0])
            try await gateway.credit("m", 1, key: "last")
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
        }
    }

    @Test("a hold shows what it holds and what became of it, before that is stored and after")
    func shown() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 100, key: "c")
            let hold = try await gateway.hold("m", 50, key: "h", forMs: 1000)
            try await gateway.post("/v1/holds/\(hold)/capture", ["amount": 7], key: "k")
            #expect(try await gateway.state(of: hold) == ["open", "43"])
            gateway.clock.advance(milliseconds: 1000)
            #expect(try await gateway.state(of: hold) == ["lapsed", "0"])
            try await gateway.credit("m", 1, key: "c2")
            #expect(try await gateway.state(of: hold) == ["lapsed", "0"])
            #expect(try await gateway.parts(of: "m") == [94, 0, 0])
        }
    }

    @Test("a dry run of undoing pending points that are due works on what they have become")
    func dryRunOfDue() async throws {
        try await Gateway.serving { gateway in
            let at = Instant(milliseconds: Gateway.start.milliseconds + 1000)
            let pending = try await gateway.post(
                "/v1/credits",
                .movement(of: "m", 30, .init("availableAt", .string(at.description))),
                key: "p"
            )
            gateway.clock.advance(milliseconds: 1000)
            let path = "/v1/transfers/\(pending.transferID)/reversals"
            let preview = try await gateway.post("\(path)?dryRun=true", ["reason": "test"])
            let real = try await gateway.post(path, ["reason": "test"], key: "r")

            #expect(preview.json["balance"] == real.json["balance"])
            #expect(real.json["balance"]?["available"] == 0)
            #expect(real.json["balance"]?["pending"] == 0)
        }
    }
}

extension Gateway {
    /// Holds points of a member.
    ///
    /// - Returns: The hold's id.
    fileprivate func hold(
        _ member: String,
        _ amount: Int64,
        key: String,
        forMs: Int64 = 3_600_000
    ) async throws -> String {
        let lapse = Instant(milliseconds: clock.now.milliseconds + forMs)
        let body = JSON.movement(
            of: member,
            amount,
            .init("expiresAt", .string(lapse.description))
        )
        return try await post("/v1/holds", body, key: key).transferID
    }

    /// What is available, pending and held of a member's points.
    fileprivate func parts(of member: String) async throws -> [Int64?] {
        let points = try await get("/v1/members/\(member)/balance").json["assets"]?["points"]
        return ["available", "pending", "held"].map { points?[$0]?.integer }
    }

    /// A hold's state, and what it still holds.
    fileprivate func state(of hold: String) async throws -> [String?] {
        let shown = try await get("/v1/holds/\(hold)").json
        return [shown["state"]?.text, shown["left"]?.integer.map { "\($0)" }]
    }
}
