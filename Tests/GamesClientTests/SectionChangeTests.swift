import GamesClient
import GamesDomain
import Primitives
import Testing
import Wire

@Suite("A section of games that follows another")
struct SectionChangeTests {
    private static func worse(_ new: JSON, since old: JSON) throws -> [JSONFault] {
        try GamesSection(new).worsenings(since: GamesSection(old), at: Fixture.noon)
    }

    @Test("keeps the zone, and the kind of each game")
    func faults() throws {
        let earlier = try Fixture.section(
            lotteries: [Fixture.lottery],
            cardFlips: [Fixture.cardFlip]
        )
        let swapped = try GamesSection(
            Fixture.json(
                lotteries: [Fixture.lottery.with(["id": "cards"])],
                cardFlips: [Fixture.cardFlip, Fixture.cardFlip.with(["id": "wheel"])]
                    .filter { $0["id"] == "wheel" }
            ).with(["zone": "UTC"])
        )
        #expect(
            swapped.faults(following: earlier).map(\.path)
                == ["zone", "lotteries[0].id", "cardFlips[0].id"]
        )
        #expect(try Fixture.section().faults(following: earlier).isEmpty)
        #expect(earlier.faults(following: earlier).isEmpty)
    }

    @Test(
        "tells what is worse, where the file has it",
        arguments: [
            (["cost": 21], ["lotteries[1].cost"]), (["cost": 19], []),
            (["cost": ["amount": 21]], ["lotteries[1].cost.amount"]),
            (["cost": [5, ["asset": "tickets", "amount": 1]]], []),
            (["cost": [25, ["asset": "tickets", "amount": 1]]], ["lotteries[1].cost[0]"]),
            (["limits": ["perDay": 3]], ["lotteries[1].limits.perDay"]),
            (["eligibility": ["levelAtLeast": 1]], ["lotteries[1].eligibility"]),
            (
                ["prizes": [["id": "none", "nothing": true, "weight": 99]]],
                ["lotteries[1].prizes"]
            ),
            (
                ["window": ["until": "2026-04-01T00:00:00Z"]], ["lotteries[1].window"]
            ),
            (["title": "Other", "skin": "goldenEgg", "ten": true], []),
        ] as [(KeyValuePairs<String, JSON?>, [String])]
    )
    func worsenings(changes: KeyValuePairs<String, JSON?>, paths: [String]) throws {
        let first = Fixture.lottery.with(["id": "first"])
        let found = try Self.worse(
            Fixture.json(lotteries: [first, Fixture.lottery.with(changes)]),
            since: Fixture.json(lotteries: [Fixture.lottery])
        )
        #expect(found.map(\.path) == paths)
    }

    @Test(
        "tells what is worse of a prize, where the file has it",
        arguments: [
            (["stock": 9], ["stock"]), (["stock": ["total": 9]], ["stock.total"]),
            (["stock": ["total": 10, "perDay": 1]], ["stock.perDay"]), (["weight": 2], []),
            (["stock": 11, "perMember": 1], ["perMember"]), (["tier": 1], ["tier"]),
            (
                [
                    "stock": ["total": 10, "pacing": "even"],
                    "window": [
                        "from": "2026-01-01T00:00:00Z", "until": "2027-01-01T00:00:00Z",
                    ],
                ],
                ["stock.pacing", "window"]
            ),
        ] as [(KeyValuePairs<String, JSON?>, [String])]
    )
    func prizes(changes: KeyValuePairs<String, JSON?>, paths: [String]) throws {
        let prizes = Fixture.prizes.elements ?? []
        let changed = prizes.enumerated().map { $0 == 0 ? $1.with(changes) : $1 }
        let found = try Self.worse(
            Fixture.json(cardFlips: [Fixture.cardFlip.with(["prizes": .array(changed)])]),
            since: Fixture.json(cardFlips: [Fixture.cardFlip])
        )
        #expect(found.map(\.path) == paths.map { "cardFlips[0].prizes[0].\($0)" })
    }

    @Test("points that become fewer are told at the points")
    func points() throws {
        func section(_ points: JSON) -> JSON {
            Fixture.json(
                lotteries: [
                    Fixture.lottery.with(["prizes": [["id": "p", "points": points, "weight": 1]]])
                ]
            )
        }
        let found = try Self.worse(section(4), since: section(["from": 5, "to": 9]))
        #expect(found == [JSONFault(at: "lotteries[0].prizes[0]", "is less")])
    }

    @Test("a game that is gone is worse while it is not over")
    func gone() throws {
        let none = Fixture.json()
        let found = try Self.worse(none, since: Fixture.json(cardFlips: [Fixture.cardFlip]))
        #expect(found.map(\.path) == ["cardFlips"])
        #expect(found[0].message.contains("cards"))

        for (until, count) in [("2026-03-01T04:00:00Z", 0), ("2026-03-01T04:00:01Z", 1)] {
            let old = Fixture.lottery.with(["window": ["until": .string(until)]])
            #expect(try Self.worse(none, since: Fixture.json(lotteries: [old])).count == count)
            let dearer = Fixture.json(lotteries: [old.with(["cost": 100])])
            #expect(
                try Self.worse(dearer, since: Fixture.json(lotteries: [old])).count == count
            )
        }
    }
}
