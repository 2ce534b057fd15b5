import Access
import TestSupport
import Wire

extension DescribedRequest {
    /// Requests in an order in which each has what it needs.
    static let all =
        lotteries + cardFlips + fairness + games + members + programmes + versions
        + operations + parkedMessages + stats + common

    static let lotteries = [
        DescribedRequest("GET /v1/lotteries", by: .member),
        DescribedRequest("GET /v1/lotteries/wheel", by: .member),
        DescribedRequest("GET /v1/lotteries/cards", by: .member, status: 404),
        draw(1, "?dryRun=true", key: nil, status: 200), draw(1, key: "d1", naming: "DRAW"),
        draw(1, key: "d1"), draw(10, key: "d1", status: 422), draw(10, key: "d2"),
        draw(10, key: "d3", status: 409), draw(2, key: "d4", status: 400),
        DescribedRequest("GET /v1/lotteries/wheel", by: .member),
        DescribedRequest("GET /v1/draws/DRAW", by: .member),
        DescribedRequest("GET /v1/draws/17", by: .viewer, status: 404),
        DescribedRequest("GET /v1/members/me/draws", by: .member),
        DescribedRequest("GET /v1/members/m/draws?limit=1", by: .viewer),
        DescribedRequest("GET /v1/lotteries/wheel/winners"),
        DescribedRequest("GET /v1/lotteries/none/winners", status: 404),
    ]

    static let cardFlips = [
        DescribedRequest("GET /v1/cardflips", by: .member),
        DescribedRequest("GET /v1/cardflips/cards", by: .member),
        start("?dryRun=true", key: nil, status: 200), start(key: "r1", naming: "ROUND"),
        start(key: "r1"), start(key: "r2", status: 409), flip(3), flip(3), flip(40, status: 400),
        DescribedRequest("GET /v1/cardflips/cards", by: .member),
        DescribedRequest("GET /v1/rounds/ROUND", by: .member),
        buyFlip("?dryRun=true", key: nil, status: 200), buyFlip(key: "x1", naming: "EXTRA"),
        buyFlip(key: "x1"),
        DescribedRequest("GET /v1/extra-flips/EXTRA", by: .viewer),
        flip(4), flip(5), flip(6), flip(7, status: 409), finish(), finish(),
        flip(8, status: 409), buyFlip(key: "x3", status: 409),
        DescribedRequest("GET /v1/rounds/ROUND", by: .viewer),
        DescribedRequest("GET /v1/members/me/rounds", by: .member),
    ]

    static let fairness = [
        DescribedRequest("GET /v1/lotteries/wheel/rules"),
        DescribedRequest("GET /v1/lotteries/no/rules", status: 404),
        DescribedRequest("GET /v1/cardflips/cards/rules"),
        DescribedRequest("GET /v1/cardflips/no/rules", status: 404),
        DescribedRequest("GET /v1/fairness/wheel/epochs"),
        DescribedRequest("GET /v1/fairness/no/epochs", status: 404),
        epoch("wheel/epochs/1"), epoch("wheel/epochs/2"), epoch("wheel/epochs/9", status: 404),
        begin("wheel", key: "e1"), begin("wheel", key: "e1"), begin("cards", key: "e2"),
        epoch("wheel/epochs/1"), epoch("wheel/epochs/1?limit=1"), epoch("cards/epochs/1"),
        epoch("wheel/epochs/1?after=x", status: 400),
    ]

    static let games = [
        DescribedRequest("GET /v1/games/cards/stock", by: .viewer),
        DescribedRequest("GET /v1/games/none/stock", status: 404),
        restock(5, key: "s1"), restock(5, key: "s1"), restock(-100, key: "s2", status: 409),
        operate("pause", key: "p1"), operate("pause", key: "p1"), draw(1, key: "p9", status: 409),
        operate("resume", key: "p2"),
        DescribedRequest("GET /v1/games/wheel/winners", by: .viewer),
        DescribedRequest("GET /v1/games/cards/winners", by: .viewer),
        DescribedRequest("GET /v1/games/wheel/plays", by: .operator),
    ]

    static let members = [
        DescribedRequest(
            "PUT /v1/members/m/traits",
            [
                "level": ["value": 3, "version": 1],
                "birthday": ["value": "02-29", "version": 1],
                "registeredOn": ["value": "2026-02-28", "version": 1],
                "badges": ["value": ["runner:gold"], "version": 1],
            ]
        ),
        DescribedRequest(
            "PUT /v1/members/m/traits",
            ["grade": ["value": 3, "version": 1]],
            status: 400
        ),
        DescribedRequest(
            "POST /v1/traits",
            ["members": [["member": "m", "tags": ["value": ["vip"], "version": 1]]]]
        ),
    ]

    static let programmes = [
        DescribedRequest("GET /v1/programme"),
        DescribedRequest(
            "PUT /v1/programme?dryRun=true&force=test",
            ["zone": "Asia/Shanghai", "assets": [["id": "points"]]],
            by: .operator
        ),
    ]

    static let operations = [DescribedRequest("GET /v1/reconciliation", by: .viewer)]

    /// With no gateway to be heard, so that a charge is neither made nor refused.
    static let withoutGateway = [
        start(key: "n1", status: 202, naming: "PENDING"), start(key: "n1", status: 202),
        DescribedRequest("GET /v1/rounds/PENDING", by: .member, status: 202),
        DescribedRequest("GET /v1/cardflips/cards", by: .member),
        DescribedRequest("GET /v1/members/me/rounds", by: .member),
        DescribedRequest("GET /v1/intents?state=pending", by: .viewer),
    ]
}

extension DescribedRequest {
    private static func draw(
        _ count: JSON,
        _ query: String = "",
        key: String?,
        status: Int = 201,
        naming: String? = nil
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/lotteries/wheel/draws\(query)",
            ["count": count, "clientSeed": "mine"],
            key: key,
            by: .member,
            status: status,
            naming: naming
        )
    }

    private static func start(
        _ query: String = "",
        key: String?,
        status: Int = 201,
        naming: String? = nil
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/cardflips/cards/rounds\(query)",
            ["clientSeed": "mine"],
            key: key,
            by: .member,
            status: status,
            naming: naming
        )
    }

    private static func flip(_ position: JSON, status: Int = 201) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/rounds/ROUND/flips",
            ["position": position],
            by: .member,
            status: status
        )
    }

    private static func buyFlip(
        _ query: String = "",
        key: String?,
        status: Int = 201,
        naming: String? = nil
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/rounds/ROUND/extra-flips\(query)",
            [:],
            key: key,
            by: .member,
            status: status,
            naming: naming
        )
    }

    private static func finish() -> DescribedRequest {
        DescribedRequest("POST /v1/rounds/ROUND/finish", [:], by: .member, status: 201)
    }

    private static func epoch(_ path: String, status: Int = 200) -> DescribedRequest {
        DescribedRequest("GET /v1/fairness/\(path)", status: status)
    }

    private static func begin(_ game: String, key: String) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/games/\(game)/epochs",
            ["reason": "test"],
            key: key,
            by: .operator,
            status: 201
        )
    }

    private static func restock(
        _ change: JSON,
        key: String,
        status: Int = 201
    ) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/games/wheel/prizes/gold/stock",
            ["change": change, "reason": "test"],
            key: key,
            status: status
        )
    }

    private static func operate(_ verb: String, key: String) -> DescribedRequest {
        DescribedRequest(
            "POST /v1/games/wheel/\(verb)",
            ["reason": "test"],
            key: key,
            by: .operator
        )
    }
}
