import GamesClient
import Testing
import Wire

@Suite("A fault of a section of games says what is wrong")
struct FaultReasonTests {
    typealias Changes = KeyValuePairs<String, JSON?>

    /// The faults within the only game of a section, each as `path message`.
    private static func faults(_ section: JSON) -> [String] {
        Fixture.faults(section).map { fault in
            let path = fault.path.replacing(/^(lotteries|cardFlips)\[0\]\.?/, with: "")
            return "\(path) \(fault.message)"
        }
    }

    /// The lottery's prizes, with other members of the first.
    private static func changed(_ changes: Changes) -> JSON {
        let prizes = Fixture.prizes.elements ?? []
        return .array(prizes.enumerated().map { $0 == 0 ? $1.with(changes) : $1 })
    }

    @Test(
        "of the terms of a lottery",
        arguments: [
            (["cost": nil], ["cost is missing, and so are free chances"]),
            (["cost": []], ["cost must be one price or a list of 1 to 10"]),
            (["cost": [1, 2]], ["cost[1] stands twice"]),
            (["free": ["perDay": 1001]], ["free.perDay must be 0 to 1000"]),
            (["free": ["atStart": -1]], ["free.atStart must be 0 to 1000"]),
            (["limits": ["perHour": 0]], ["limits.perHour must be 1 to 1000000"]),
            (["limits": ["perDay": 1_000_001]], ["limits.perDay must be 1 to 1000000"]),
            (["limits": ["perCampaign": -1]], ["limits.perCampaign must be 1 to 1000000"]),
            (["limits": ["total": 0]], ["limits.total must be 1 to 1000000000000"]),
            (["limits": ["perHour": "1"]], ["limits.perHour must be a whole number"]),
            (["window": [:]], ["window.from or until is missing"]),
            (
                ["window": ["from": "2026-03-02T00:00:00Z", "until": "2026-03-01T00:00:00Z"]],
                ["window must end after it begins"]
            ),
            (["title": "a\nb"], ["title must be 1 to 64 characters without line breaks"]),
            (["skin": "slots"], ["skin must be wheel or nineCells or scratchCard or goldenEgg"]),
            (["hiddenUnlessEligible": false], ["hiddenUnlessEligible must be true, or left out"]),
            (["prizes": []], ["prizes must be 1 to 100"]),
            (["prizes": nil], ["prizes is missing"]),
        ] as [(Changes, [String])]
    )
    func terms(changes: Changes, faults: [String]) {
        #expect(Self.faults(Fixture.json(lotteries: [Fixture.lottery.with(changes)])) == faults)
    }

    private static let notKept =
        "needs that each prize of the tier ends in one of it that can always be given"
    private static let noTier = "names a tier without a prize that can be rolled"

    /// Rows of pity and of ten draws; of the two prizes, both or only the scarce one have a tier.
    private static let promises: [(Bool, Changes, [String])] = [
        (true, ["ten": false], ["ten must be true or {atLeastOneOf}, or left out"]),
        (true, ["ten": [:]], ["ten.atLeastOneOf is missing"]),
        (true, ["ten": ["atLeastOneOf": 2]], ["ten.atLeastOneOf \(noTier)"]),
        (false, ["ten": ["atLeastOneOf": 1]], ["ten.atLeastOneOf \(notKept)"]),
        (true, ["pity": [["pool": "a", "tier": 2, "hard": 9]]], ["pity[0].tier \(noTier)"]),
        (false, ["pity": [["pool": "a", "tier": 1, "hard": 9]]], ["pity[0].hard \(notKept)"]),
        (true, ["pity": [["pool": "a", "tier": 1]]], ["pity[0] needs a hard or a soft part"]),
        (
            true, ["pity": [["pool": "a", "tier": 1, "hard": 0]]],
            ["pity[0].hard must be 1 to 100000"]
        ),
        (
            true,
            ["pity": [["pool": "a", "tier": 1, "soft": ["from": 0, "rise": 0, "step": -1]]]],
            [
                "pity[0].soft.from must be 1 to 100000",
                "pity[0].soft.rise must be 1 to 1000000000",
                "pity[0].soft.step must be 0 to 1000000000",
            ]
        ),
        (
            true,
            ["pity": [["pool": "a", "tier": 1, "hard": 8, "soft": ["from": 9, "rise": 1]]]],
            ["pity[0].soft.from must not come after the hard part"]
        ),
        (
            true,
            [
                "pity": [
                    ["pool": "a", "tier": 1, "hard": 8], ["pool": "a", "tier": 1, "hard": 9],
                ]
            ],
            ["pity[1].pool stands twice", "pity[1].tier stands twice"]
        ),
    ]

    @Test("of its pity and its promises", arguments: promises)
    func pity(isKept: Bool, changes: Changes, faults: [String]) {
        let prizes = Self.changed(["tier": 1]).elements ?? []
        let kept = prizes.map { isKept ? $0.with(["tier": 1]) : $0 }
        let lottery = Fixture.lottery.with(["prizes": .array(kept)]).with(changes)
        #expect(Self.faults(Fixture.json(lotteries: [lottery])) == faults)
    }

    @Test(
        "of its prizes",
        arguments: [
            (["weight": -1], ["weight must be 0 to 1000000000"]),
            (["tier": 101], ["tier must be 1 to 100"]),
            (["stock": -1], ["stock must be 0 to 1000000000000"]),
            (["stock": ["total": 9, "perDay": -1]], ["stock.perDay must be 0 to 1000000000000"]),
            (["stock": nil], ["stock is missing, though products are counted"]),
            (["stock": ["perDay": 1]], ["stock.total is missing, though products are counted"]),
            (["stock": [:]], ["stock.total or perDay is missing"]),
            (["stock": true], ["stock must be a whole number, or {total, perDay, pacing}"]),
            (["stock": ["total": 1, "pacing": "odd"]], ["stock.pacing must be even"]),
            (
                ["stock": ["total": 1, "pacing": "even"]],
                ["stock.pacing needs a window with both ends, here or in the game"]
            ),
            (
                ["product": nil, "points": 1, "stock": ["perDay": 1, "pacing": "even"]],
                [
                    "stock.pacing needs a total stock",
                    "stock.pacing needs a window with both ends, here or in the game",
                ]
            ),
            (["perMember": 0], ["perMember must be 1 to 1000000"]),
            (["unlockAfter": 1_000_001], ["unlockAfter must be 0 to 1000000"]),
            (["value": -1], ["value must be 0 to 1000000000000"]),
            (
                ["substitute": nil],
                ["substitute is missing, though the prize cannot always be given"]
            ),
            (["substitute": "gone"], ["substitute names no prize of the game"]),
            (["substitute": "mug"], ["substitute leads back to the prize itself"]),
            (["points": 5], ["product cannot stand beside points"]),
            (
                ["product": nil],
                ["points or asset, freezes, product, chances or nothing is missing"]
            ),
            (["product": nil, "points": 0], ["points must be 1 to 1000000000000"]),
            (
                ["product": nil, "points": "5"],
                ["points must be a whole number, or {from, to, step}"]
            ),
            (
                ["product": nil, "points": ["from": 0, "to": 5]],
                ["points.from must be 1 to 1000000000000"]
            ),
            (
                ["product": nil, "points": ["from": 5, "to": 1]],
                ["points.to must not be below the smallest amount"]
            ),
            (
                ["product": nil, "points": ["from": 5, "to": 9, "step": 3]],
                ["points.step must lead from the smallest amount to the largest"]
            ),
            (["product": nil, "asset": "tickets"], ["amount is missing"]),
            (["product": nil, "freezes": 0], ["freezes must be 1 to 31"]),
            (["product": nil, "chances": 11], ["chances must be 1 to 10"]),
            (["quantity": 0], ["quantity must be 1 to 100"]),
            (["product": nil, "nothing": false], ["nothing must be true, or left out"]),
            (
                ["image": "ftp://a"],
                ["image must be an address that begins with https://, http:// or /"]
            ),
        ] as [(Changes, [String])]
    )
    func prizes(changes: Changes, faults: [String]) {
        let lottery = Fixture.lottery.with(["prizes": Self.changed(changes)])
        let found = Self.faults(Fixture.json(lotteries: [lottery]))
        #expect(found == faults.map { "prizes[0].\($0)" })
    }

    @Test(
        "of a card flip",
        arguments: [
            (["mode": "any"], ["mode must be pick or pairs"]),
            (["cards": nil], ["cards is missing"]),
            (["cards": 3], ["cards must be 4 to 36"]), (["cards": 37], ["cards must be 4 to 36"]),
            (["flips": 0], ["flips must be 1 to 9"]), (["flips": 10], ["flips must be 1 to 9"]),
            (["mode": "pairs"], ["cards must be an even number"]),
            (
                ["mode": "pairs", "cards": 8, "flips": 1],
                ["flips must be at least 2, for one card makes no pair"]
            ),
            (
                [
                    "mode": "pairs", "cards": 8,
                    "prizes": changed(["product": nil, "points": ["from": 1, "to": 2]]),
                ],
                ["prizes[0].points must be one amount, so that faces can be equal"]
            ),
            (["extraFlips": [:]], ["extraFlips.cost is missing", "extraFlips.most is missing"]),
            (
                ["extraFlips": ["cost": 5, "most": 36]], ["extraFlips.most must be 1 to 35"]
            ),
            (
                ["extraFlips": ["cost": [], "most": 1]],
                ["extraFlips.cost must be one price or a list of 1 to 10"]
            ),
            (["extraFlips": ["cost": [5, 6], "most": 1]], ["extraFlips.cost[1] stands twice"]),
        ] as [(Changes, [String])]
    )
    func cardFlip(changes: Changes, faults: [String]) {
        #expect(Self.faults(Fixture.json(cardFlips: [Fixture.cardFlip.with(changes)])) == faults)
    }

    @Test(
        "of who may play",
        arguments: [
            ([:], "eligibility.levelAtLeast or another condition is missing"),
            (["all": []], "eligibility.all must be a list of 1 to 100"),
            (["birthday": false], "eligibility.birthday must be true, or left out"),
            (
                ["registeredDaysAtLeast": 8, "registeredDaysAtMost": 7],
                "eligibility.registeredDaysAtMost must not be below registeredDaysAtLeast"
            ),
            (
                ["not": ["not": ["not": ["not": ["not": ["tag": "a"]]]]]],
                "eligibility must be nested at most 5 deep"
            ),
        ] as [(JSON, String)]
    )
    func eligibility(condition: JSON, fault: String) {
        let lottery = Fixture.lottery.with(["eligibility": condition])
        #expect(Self.faults(Fixture.json(lotteries: [lottery])) == [fault])
    }
}
