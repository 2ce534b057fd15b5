import Primitives
import Problems
import TestSupport
import Testing
import Wire

@Suite("Balances", .timeLimit(.minutes(2)))
struct BalanceTests {
    private static let nothing: JSON = [
        "available": 0, "pending": 0, "held": 0, "earnedTotal": 0, "spentTotal": 0,
        "expiring": [],
    ]

    @Test("a member who was never named has zeros of every asset, and an empty statement")
    func unknownMember() async throws {
        try await Gateway.serving { gateway in
            let balance = try await gateway.get("/v1/members/nobody/balance")
            let statement = try await gateway.get("/v1/members/nobody/transfers")

            #expect(balance.status == 200)
            #expect(
                balance.json == [
                    "member": "nobody", "asOf": .string(Gateway.start.description),
                    "assets": ["points": Self.nothing, "tickets": Self.nothing],
                ]
            )
            #expect(statement.json == ["items": []])
        }
    }

    @Test("a balance counts what was earned and what was spent, asset by asset")
    func totals() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 100, key: "k1")
            try await gateway.debit("m", 30, key: "k2")
            try await gateway.credit("m", 5, key: "k3")
            try await gateway.credit("m", 3, asset: "tickets", key: "k4")
            let assets = try await gateway.get("/v1/members/m/balance").json["assets"]

            #expect(
                assets == [
                    "points": Self.nothing.with("available", 75).with("earnedTotal", 105)
                        .with("spentTotal", 30).inOrder(of: Self.nothing),
                    "tickets": Self.nothing.with("available", 3).with("earnedTotal", 3)
                        .inOrder(of: Self.nothing),
                ]
            )
        }
    }

    @Test("a member sees itself as me or by its id, and nobody else")
    func onlyItself() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m-1", 5, key: "k1")
            try await gateway.credit("m-2", 7, key: "k2")
            let token = try await gateway.token(of: "m-1")
            for list in ["balance", "transfers"] {
                let own = try await gateway.get("/v1/members/m-1/\(list)")
                for name in ["me", "m-1", "m%2D1", "%6d%65"] {
                    let seen = try await gateway.get("/v1/members/\(name)/\(list)", token: token)
                    #expect(seen.body == own.body, "\(name)")
                }
                for name in ["m-2", "nobody", "M-1", "*", "m-1%00"] {
                    expect(
                        try await gateway.get("/v1/members/\(name)/\(list)", token: token),
                        refuses: .forbidden
                    )
                }
            }
        }
    }

    @Test("the refusal of another member does not say whether there is one")
    func nothingLeaks() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m-2", 7, key: "k2")
            let token = try await gateway.token(of: "m-1")
            let known = try await gateway.get("/v1/members/m-2/balance", token: token)
            let unknown = try await gateway.get("/v1/members/m-3/balance", token: token)

            #expect(known.json.without("instance") == unknown.json.without("instance"))
        }
    }

    @Test("an asset that was added later is there with zeros")
    func addedAsset() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 5, key: "k")
            try await gateway.publish([
                "zone": "Asia/Shanghai",
                "assets": [
                    ["id": "points", "name": "积分"], ["id": "gems", "name": "宝石"],
                    ["id": "tickets", "name": "抽奖券"],
                ],
            ])
            let assets = try await gateway.get("/v1/members/m/balance").json["assets"]

            guard case .object(let members)? = assets else {
                Issue.record("no assets")
                return
            }
            #expect(members.map(\.name) == ["points", "gems", "tickets"])
            #expect(assets?["gems"] == Self.nothing)
        }
    }
}

extension JSON {
    /// The value with its members in the order of another one's.
    fileprivate func inOrder(of other: JSON) -> JSON {
        guard case .object(let members) = other else { return self }
        return .object(members.map { Member($0.name, self[$0.name] ?? .null) })
    }
}
