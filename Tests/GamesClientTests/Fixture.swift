import GamesClient
import GamesDomain
import Primitives
import Sections
import Wire

/// Sections of games for tests, as small as they can be.
enum Fixture {
    static let noon = Instant("2026-03-01T04:00:00Z") ?? Instant(milliseconds: 0)

    static let wheel = GameID(validated: "wheel")
    static let cards = GameID(validated: "cards")

    /// Prizes of which one has stock and the other is always there.
    static let prizes: JSON = [
        ["id": "mug", "product": "mug", "weight": 1, "stock": 10, "substitute": "none"],
        ["id": "none", "nothing": true, "weight": 99],
    ]

    static let lottery: JSON = ["id": "wheel", "cost": 20, "prizes": prizes]

    static let cardFlip: JSON = [
        "id": "cards", "cost": 10, "mode": "pick", "cards": 9, "flips": 2, "prizes": prizes,
    ]

    static func json(lotteries: [JSON] = [], cardFlips: [JSON] = []) -> JSON {
        [
            "zone": "Asia/Shanghai",
            "assets": [["id": "points", "name": "积分"], ["id": "tickets"]],
            "lotteries": .array(lotteries), "cardFlips": .array(cardFlips),
        ]
    }

    static func section(
        lotteries: [JSON] = [],
        cardFlips: [JSON] = []
    ) throws(ProgrammeFaults) -> GamesSection {
        try GamesSection(json(lotteries: lotteries, cardFlips: cardFlips))
    }

    /// The faults of a section, each as `path message`.
    static func faults(_ json: JSON) -> [JSONFault] {
        do throws(ProgrammeFaults) {
            _ = try GamesSection(json)
            return []
        } catch {
            return error.faults
        }
    }

    /// The paths of the faults within the only lottery of a section.
    static func paths(ofLottery lottery: JSON) -> [String] {
        inGame(faults(json(lotteries: [lottery])))
    }

    /// The paths of the faults within the only card flip of a section.
    static func paths(ofCardFlip cardFlip: JSON) -> [String] {
        inGame(faults(json(cardFlips: [cardFlip])))
    }

    private static func inGame(_ faults: [JSONFault]) -> [String] {
        faults.map { $0.path.replacing(/^(lotteries|cardFlips)\[0\]\.?/, with: "") }
    }
}

extension JSON {
    /// The object with other values of some members, and without those that are nil.
    func with(_ changes: KeyValuePairs<String, JSON?>) -> JSON {
        guard case .object(var members) = self else { return self }
        for (name, value) in changes {
            let place = members.firstIndex { $0.name == name }
            switch (value, place) {
            case (let value?, let place?): members[place] = Member(name, value)
            case (let value?, nil): members.append(Member(name, value))
            case (nil, let place?): members.remove(at: place)
            case (nil, nil): break
            }
        }
        return .object(members)
    }
}
