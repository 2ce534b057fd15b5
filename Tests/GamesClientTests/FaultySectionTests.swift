import GamesClient
import Testing
import Wire

@Suite("Faulty sections of games")
struct FaultySectionTests {
    private static let many = [JSON](repeating: ["tag": "a"], count: 101)

    /// The paths of the faults of a lottery whose first prize has other members.
    private static func paths(ofPrize changes: KeyValuePairs<String, JSON?>) -> [String] {
        let prizes = Fixture.prizes.elements ?? []
        let changed = prizes.enumerated().map { $0 == 0 ? $1.with(changes) : $1 }
        return Fixture.paths(ofLottery: Fixture.lottery.with(["prizes": .array(changed)]))
    }

    @Test(
        "are told with the path of each fault in the file",
        arguments: [
            ([:], ["zone", "assets"]), ([], [""]), (["zone": "Mars"], ["zone", "assets"]),
            (
                ["zone": "UTC", "assets": [["id": "p"]], "lotteries": 1, "cardFlips": [:]],
                ["lotteries", "cardFlips"]
            ),
            (["zone": "UTC", "assets": [["id": "p"]], "lottery": [], "x": 1], ["lottery", "x"]),
            (["zone": "UTC", "assets": [["id": "p"]], "organiser": ""], ["organiser"]),
            (["zone": "UTC", "assets": [["id": "p"]], "organiser": "a\nb"], ["organiser"]),
            (
                ["zone": "UTC", "assets": [["id": "p"]], "lotteries": [1, ["id": "a b"]]],
                ["lotteries[0]", "lotteries[1].id", "lotteries[1].prizes"]
            ),
        ] as [(JSON, [String])]
    )
    func frame(section: JSON, paths: [String]) {
        #expect(Fixture.faults(section).map(\.path) == paths)
    }

    @Test("a name may stand once in both lists")
    func names() {
        let again = Fixture.cardFlip.with(["id": "wheel"])
        let section = Fixture.json(
            lotteries: [Fixture.lottery, Fixture.lottery],
            cardFlips: [again]
        )
        let faults = Fixture.faults(section)
        #expect(faults.map(\.path) == ["lotteries[1].id", "cardFlips[0].id"])
        #expect(faults.allSatisfy { $0.message == "stands twice" })
    }

    @Test("at most 50 lotteries are taken")
    func number() {
        let games = (0..<51).map { Fixture.lottery.with(["id": .string("g\($0)")]) }
        #expect(Fixture.faults(Fixture.json(lotteries: games)).map(\.path) == ["lotteries"])
        #expect(Fixture.faults(Fixture.json(lotteries: Array(games.dropLast()))).isEmpty)
    }

    @Test(
        "the terms of a game are checked, where the file has them",
        arguments: [
            (["cost": 0], ["cost"]), (["cost": "20"], ["cost"]), (["cost": nil], ["cost"]),
            (["cost": ["amount": 0]], ["cost.amount"]), (["cost": []], ["cost"]),
            (["cost": ["asset": "gold", "amount": 1]], ["cost.asset"]),
            (["cost": [1, ["asset": "points", "amount": 2]]], ["cost[1].asset"]),
            (["cost": [1, ["asset": "tickets", "amount": 2, "x": 1]]], ["cost[1].x"]),
            (["cost": 1_000_000_000_000, "ten": true], ["cost"]),
            (["cost": ["amount": 1_000_000_000_000], "ten": true], ["cost.amount"]),
            (["free": ["perDay": 1001]], ["free.perDay"]), (["free": 1], ["free"]),
            (["free": ["perDay": "1", "atstart": 1]], ["free.perDay", "free.atstart"]),
            (["limits": ["perDay": 0, "total": 0]], ["limits.perDay", "limits.total"]),
            (["limits": ["daily": 1]], ["limits.daily"]),
            (["window": [:]], ["window.from"]), (["window": "2026"], ["window"]),
            (["window": ["from": "2026-03-01"]], ["window.from"]),
            (
                ["window": ["from": "2026-03-01T00:00:00Z", "until": "2026-03-01T00:00:00Z"]],
                ["window"]
            ),
            (["title": "a\u{7}"], ["title"]), (["skin": "slots"], ["skin"]),
            (["title": .string(String(repeating: "长", count: 65))], ["title"]),
            (["hiddenUnlessEligible": 1], ["hiddenUnlessEligible"]),
            (["ten": false], ["ten"]), (["ten": [:]], ["ten.atLeastOneOf"]),
            (["ten": ["atLeastOneOf": 1]], ["ten.atLeastOneOf"]),
            (["pity": [["pool": "a", "tier": 1]]], ["pity[0].tier", "pity[0]"]),
            (["pity": [["tier": 1, "hard": "9"]]], ["pity[0].pool", "pity[0].hard"]),
            (
                ["pity": [["pool": "a", "tier": 1, "soft": ["from": 1]]]],
                ["pity[0].soft.rise"]
            ),
            (["prizes": []], ["prizes"]), (["prizes": nil], ["prizes"]),
            (["prize": 1], ["prize"]), (["mode": "pick"], ["mode"]),
        ] as [(KeyValuePairs<String, JSON?>, [String])]
    )
    func lottery(changes: KeyValuePairs<String, JSON?>, paths: [String]) {
        #expect(Fixture.paths(ofLottery: Fixture.lottery.with(changes)) == paths)
    }

    @Test(
        "who may play is checked, and how deep that is nested is bounded",
        arguments: [
            ([:], ["levelAtLeast"]), (1, [""]), (["tag": ""], ["tag"]),
            (["level": 1], ["levelAtLeast", "level"]), (["levelAtLeast": -1], ["levelAtLeast"]),
            (["all": []], ["all"]), (["any": [["tag": 1], 2]], ["any[0].tag", "any[1]"]),
            (["birthday": false], ["birthday"]), (["birthdayMonth": "03"], ["birthdayMonth"]),
            (["badge": 1], ["badge"]), (["not": ["badge": ""]], ["not.badge"]),
            (["registeredDaysAtLeast": -1], ["registeredDaysAtLeast"]),
            (["registeredDaysAtMost": 36_501], ["registeredDaysAtMost"]),
            (
                ["any": [["registeredDaysAtLeast": 8, "registeredDaysAtMost": 7]]],
                ["any[0].registeredDaysAtMost"]
            ),
            (["not": [:]], ["not.levelAtLeast"]), (["not": []], ["not"]),
            (["any": .array(many)], ["any"]), (["any": .array(many.dropLast())], [""]),
            (nested(in: 4), []), (nested(in: 5), [""]),
            (nested(in: 60), [String(repeating: ".not", count: 9).dropFirst().description]),
        ] as [(JSON, [String])]
    )
    func eligibility(condition: JSON, paths: [String]) {
        let found = Fixture.paths(ofLottery: Fixture.lottery.with(["eligibility": condition]))
        #expect(found == paths.map { $0.isEmpty ? "eligibility" : "eligibility.\($0)" })
    }

    private static func nested(in count: Int) -> JSON {
        (0..<count).reduce(["tag": "a"]) { inner, _ in ["not": inner] }
    }

    @Test(
        "prizes are checked, where the file has them",
        arguments: [
            (["weight": -1], ["prizes[0].weight"]), (["weight": nil], ["prizes[0].weight"]),
            (["weight": 1_000_000_001], ["prizes[0].weight"]),
            (["stock": -1], ["prizes[0].stock"]), (["stock": nil], ["prizes[0].stock"]),
            (["stock": ["total": -1]], ["prizes[0].stock.total"]),
            (["stock": [:]], ["prizes[0].stock.total"]), (["stock": "9"], ["prizes[0].stock"]),
            (["stock": ["total": 1, "pacing": "even"]], ["prizes[0].stock.pacing"]),
            (["stock": ["total": 1, "pacing": "odd"]], ["prizes[0].stock.pacing"]),
            (["substitute": nil], ["prizes[0].substitute"]),
            (["substitute": "gone"], ["prizes[0].substitute"]),
            (["substitute": "mug"], ["prizes[0].substitute"]),
            (["id": "none"], ["prizes[1].id", "prizes[0].substitute"]),
            (["tier": 0], ["prizes[0].tier"]), (["tier": "1"], ["prizes[0].tier"]),
            (["product": nil], ["prizes[0].points"]), (["points": 5], ["prizes[0].product"]),
            (["product": nil, "amount": 5], ["prizes[0].points"]),
            (["product": nil, "points": 0], ["prizes[0].points"]),
            (
                ["product": nil, "points": ["from": 5, "to": 1]], ["prizes[0].points.to"]
            ),
            (
                ["product": nil, "points": ["from": 5, "to": 9, "step": 3]],
                ["prizes[0].points.step"]
            ),
            (
                ["product": nil, "points": ["from": 5, "up": 9]],
                ["prizes[0].points.to", "prizes[0].points.up"]
            ),
            (
                ["product": nil, "asset": "gold", "amount": 5, "quantity": 1],
                ["prizes[0].asset", "prizes[0].quantity"]
            ),
            (["product": nil, "asset": "tickets"], ["prizes[0].amount"]),
            (["product": nil, "asset": "tickets", "amount": 0], ["prizes[0].amount"]),
            (["product": nil, "nothing": false], ["prizes[0].nothing"]),
            (["product": nil, "freezes": 32], ["prizes[0].freezes"]),
            (["product": nil, "chances": 11], ["prizes[0].chances"]),
            (["quantity": 101], ["prizes[0].quantity"]),
            (["image": "javascript:alert(1)"], ["prizes[0].image"]),
            (["image": "https://a b"], ["prizes[0].image"]),
            (["title": ""], ["prizes[0].title"]), (["weigth": 1], ["prizes[0].weigth"]),
        ] as [(KeyValuePairs<String, JSON?>, [String])]
    )
    func prizes(changes: KeyValuePairs<String, JSON?>, paths: [String]) {
        #expect(Self.paths(ofPrize: changes) == paths)
    }

    @Test(
        "card flips are checked, where the file has them",
        arguments: [
            (["mode": "any", "cards": nil], ["mode", "cards"]), (["cards": 3], ["cards"]),
            (["flips": 0], ["flips"]), (["flips": 10], ["flips"]),
            (["mode": "pairs"], ["cards"]), (["skin": "wheel"], ["skin"]),
            (["timeoutSeconds": 9], ["timeoutSeconds"]), (["pity": []], ["pity"]),
            (["timeoutSeconds": .integer(.max)], ["timeoutSeconds"]),
            (["extraFlips": ["most": 0, "cost": 5]], ["extraFlips.most"]),
            (["extraFlips": [:]], ["extraFlips.cost", "extraFlips.most"]),
            (["extraFlips": ["most": 1, "cost": [5, 6]]], ["extraFlips.cost[1]"]),
        ] as [(KeyValuePairs<String, JSON?>, [String])]
    )
    func cardFlip(changes: KeyValuePairs<String, JSON?>, paths: [String]) {
        #expect(Fixture.paths(ofCardFlip: Fixture.cardFlip.with(changes)) == paths)
    }
}
