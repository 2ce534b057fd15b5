import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("The points of a reversed make-up", .timeLimit(.minutes(2)))
struct TakeBackTests {
    /// Only the third day in a row earns points; a make-up is free.
    private static let programme: JSON = [
        "zone": "Asia/Shanghai", "assets": [["id": "points", "name": "积分"]],
        "checkin": [
            "milestones": [["at": 3, "award": 30]],
            "makeUp": ["windowDays": 7, "perMonth": 5, "prices": [0]],
        ],
    ]

    @Test("are granted again where they were taken back, and not where they were spent")
    func spent() async throws {
        try await Checkin.serving(Self.programme) { checkin in
            try await Self.live(checkin, on: ["2026-03-01", "2026-03-03"])
            // Twice they are taken back before they are spent.
            for key in ["k-1", "k-2"] {
                let made = try await Self.makeUp(checkin, key, earning: 30)
                try await Self.wait(for: 30, at: checkin)
                try await Self.reverse(checkin, made)
                try await Self.wait(for: 0, at: checkin)
            }
            let third = try await Self.makeUp(checkin, "k-3", earning: 30)
            try await Self.wait(for: 30, at: checkin)
            try await Self.spend(checkin)
            try await Self.reverse(checkin, third)
            let refused = try await checkin.refusedMessages(1)
            #expect(refused.count == 1)

            let fourth = try await Self.makeUp(checkin, "k-4", earning: nil)
            #expect(fourth["streak"]?["current"] == 3)
            let reversal = try await Self.reverse(checkin, fourth)
            #expect(reversal["takenBack"] == [] && reversal["kept"] == [])
            // Nor are they earned by the check-ins that follow that day at once.
            try await Self.live(checkin, on: ["2026-03-04", "2026-03-05"])
            let page = try await checkin.send(.get, "/v1/members/me/streak", as: "m").json
            #expect(page["streak"]?["current"] == 3)
            let audit = try await checkin.send(.get, "/v1/reconciliation", by: .viewer).json
            #expect(audit["differences"] == [])
            try await Self.waitForDelivery(checkin)
            #expect(try await checkin.balance("m", asset: "points") == 0)
        }
    }

    @Test("are granted again once an operator has had them taken back after all")
    func retried() async throws {
        try await Checkin.serving(Self.programme) { checkin in
            try await Self.live(checkin, on: ["2026-03-01", "2026-03-03"])
            let first = try await Self.makeUp(checkin, "k-1", earning: 30)
            try await Self.wait(for: 30, at: checkin)
            try await Self.spend(checkin)
            try await Self.reverse(checkin, first)
            let refused = try await checkin.refusedMessages(1)
            let row = try #require(refused.first)
            let second = try await Self.makeUp(checkin, "k-2", earning: nil)
            try await Self.reverse(checkin, second)

            let credit: JSON = ["member": "m", "amount": 30, "reason": "test"]
            try await checkin.done(checkin.gateway.client, .post, "/v1/credits", credit)
            let path = "/v1/outbox/\(row)/retry"
            try await checkin.done(checkin.client, .post, path, [:], by: .operator)
            try await Self.waitForDelivery(checkin)
            try await Self.wait(for: 0, at: checkin)
            try await Self.makeUp(checkin, "k-3", earning: 30)
            try await Self.wait(for: 30, at: checkin)
        }
    }

    private static func live(_ checkin: Checkin, on days: [String]) async throws {
        for day in days {
            let now: JSON = ["now": .string("\(day)T09:00:00Z")]
            let clock = try await checkin.send(.put, "/v1/clock", now, by: .operator)
            try #require(clock.status == 200, "\(clock.text)")
            let body: JSON = ["day": .string(day)]
            let answer = try await checkin.send(.post, "/v1/checkins", body, as: "m")
            try #require(answer.status == 201, "\(answer.text)")
            #expect(answer.json["award"]?["total"] == [], "\(answer.text)")
        }
    }

    /// Makes the second day up, which earns so many points, or nothing.
    @discardableResult
    private static func makeUp(
        _ checkin: Checkin,
        _ key: String,
        earning points: Int64?
    ) async throws -> JSON {
        let path = "/v1/members/me/makeups"
        let made = try await checkin.send(.post, path, ["day": "2026-03-02"], as: "m", key: key)
        try #require(made.status == 201, "\(made.text)")
        let total: JSON =
            if let points { [["asset": "points", "amount": .integer(points)]] } else { [] }
        #expect(made.json["award"]?["total"] == total, "\(made.text)")
        return made.json
    }

    @discardableResult
    private static func reverse(_ checkin: Checkin, _ makeUp: JSON) async throws -> JSON {
        let id = try #require(makeUp["id"]?.text)
        let path = "/v1/makeups/\(id)/reversal"
        let answer = try await checkin.send(
            .post,
            path,
            ["reason": "error"],
            by: .operator,
            key: id
        )
        try #require(answer.status == 201, "\(answer.text)")
        return answer.json
    }

    private static func spend(_ checkin: Checkin) async throws {
        let debit: JSON = ["member": "m", "amount": 30, "reason": "order"]
        let answer = try await checkin.sendGateway(
            .post,
            "/v1/debits",
            debit,
            by: .service,
            key: "d-1"
        )
        try #require(answer.status == 201, "\(answer.text)")
    }

    /// Waits until nothing is owed to the gateway.
    private static func waitForDelivery(_ checkin: Checkin) async throws {
        try await Patience.wait {
            let outbox = try await checkin.send(.get, "/v1/outbox", by: .viewer).json
            let lanes = outbox["neighbours"]?.elements
            return lanes?.first { $0["name"] == "gateway" }?["owed"] == 0
        }
    }

    private static func wait(for points: Int64, at checkin: Checkin) async throws {
        try await Patience.wait { try await checkin.balance("m", asset: "points") == points }
    }
}
