import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("A price that the gateway refuses", .timeLimit(.minutes(2)))
struct RefusedChargeTests {
    private static let programme: JSON = [
        "zone": "Asia/Shanghai", "assets": [["id": "points", "name": "积分"]],
        "checkin": [
            "freezes": ["most": 1, "price": 5],
            "makeUp": ["windowDays": 7, "perMonth": 1, "prices": [10]],
        ],
    ]

    /// What is bought of which there is one, by its path below the member's.
    private static let purchases: [(path: String, body: JSON)] = [
        ("makeups", ["day": "2026-03-02"]), ("freezes", [:]),
    ]

    /// On 3 March, of one who came on the first and has some points.
    private static func serving(
        points: Int64,
        _ test: (Checkin) async throws -> Void
    ) async throws {
        try await Checkin.serving(programme) { checkin in
            try await checkin.done(checkin.client, .post, "/v1/checkins", ["member": "m"])
            let now: JSON = ["now": "2026-03-03T08:00:00Z"]
            try await checkin.done(checkin.client, .put, "/v1/clock", now, by: .operator)
            let credit: JSON = ["member": "m", "amount": .integer(points), "reason": "test"]
            try await checkin.done(checkin.gateway.client, .post, "/v1/credits", credit)
            try await test(checkin)
        }
    }

    private static func buy(
        _ purchase: (path: String, body: JSON),
        key: String?,
        query: String = "",
        _ checkin: Checkin
    ) async throws -> TestClient.Answer {
        let path = "/v1/members/me/\(purchase.path)\(query)"
        return try await checkin.send(.post, path, purchase.body, as: "m", key: key)
    }

    /// What the member's page shows.
    private static func page(_ checkin: Checkin) async throws -> JSON {
        try await checkin.send(.get, "/v1/members/me/streak", as: "m").json
    }

    /// Tries to buy, which is refused for good each time and leaves nothing.
    private static func expectRefusals(_ slug: String, _ checkin: Checkin) async throws {
        let before = try await page(checkin)
        #expect(before["makeUps"]?["left"] == 1 && before["freezes"]?["room"] == 1)
        for purchase in purchases {
            let foretold = try await buy(purchase, key: nil, query: "?dryRun=true", checkin)
            #expect(foretold.status == 409 && foretold.slug == slug, "\(foretold.text)")
            // Each time the place is free again, so the gateway's reason is what is told.
            for key in ["\(purchase.path)-1", "\(purchase.path)-2"] {
                let refused = try await buy(purchase, key: key, checkin)
                #expect(refused.status == 409 && refused.slug == slug, "\(refused.text)")
                #expect(refused.json["final"] == true, "\(refused.text)")
                let again = try await buy(purchase, key: key, checkin)
                #expect(again.body == refused.body && again.isReplayed, "\(again.text)")
            }
            #expect(try await page(checkin) == before)
        }
        let pending = try await checkin.send(.get, "/v1/intents", by: .viewer).json
        #expect(pending["pending"] == 0)
    }

    private static func change(_ change: String, _ checkin: Checkin) async throws {
        let answer = try await checkin.sendGateway(
            .post,
            "/v1/members/m/\(change)",
            ["reason": "test"],
            by: .operator,
            key: change
        )
        try #require((200..<300).contains(answer.status), "\(answer.text)")
    }

    @Test("for lack of points keeps no place, and tells what is missing")
    func poor() async throws {
        try await Self.serving(points: 4) { checkin in
            try await Self.expectRefusals("insufficient-points", checkin)
            let refused = try await Self.buy(Self.purchases[1], key: "freezes-1", checkin)
            #expect(refused.json["available"] == 4 && refused.json["missing"] == 1)
        }
    }

    @Test("of a frozen account keeps no place; once it is not, another attempt is paid")
    func frozen() async throws {
        try await Self.serving(points: 100) { checkin in
            try await Self.change("freeze", checkin)
            try await Self.expectRefusals("account-frozen", checkin)
            try await Self.change("unfreeze", checkin)
            for purchase in Self.purchases {
                let refused = try await Self.buy(purchase, key: "\(purchase.path)-1", checkin)
                #expect(refused.status == 409 && refused.isReplayed)
                let bought = try await Self.buy(purchase, key: "\(purchase.path)-3", checkin)
                #expect(bought.status == 201, "\(bought.text)")
            }
            let page = try await Self.page(checkin)
            #expect(page["streak"]?["current"] == 2)
            #expect(page["makeUps"]?["left"] == 0 && page["freezes"]?["held"] == 1)
            #expect(try await checkin.balance("m", asset: "points") == 85)
        }
    }
}
