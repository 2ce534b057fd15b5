import Calls
import TestSupport
import Testing
import Wire

extension GamesScene {
    /// A card flip of nine cards, of which three are turned, and more for 10 points each; no two
    /// prizes have anything in common.
    static let cards: [JSON.Member] = cards([])

    /// The card flip with some members of it replaced.
    static func cards(_ changes: [JSON.Member]) -> [JSON.Member] {
        var game: [JSON.Member] = [
            .init("id", "cards"), .init("title", "翻牌"), .init("mode", "pick"), .init("cards", 9),
            .init("flips", 3), .init("extraFlips", ["cost": 10, "most": 2]),
            .init("free", ["perDay": 1]), .init("cost", 20), .init("prizes", prizes),
        ]
        for change in changes {
            game.removeAll { $0.name == change.name }
            if change.value != .null { game.append(change) }
        }
        return [.init("cardFlips", [.object(game)])]
    }

    /// Thirty prizes, of ten of which there is one, and what is given where none is left.
    private static var prizes: JSON {
        let rare = (0..<10).map { place -> JSON in
            [
                "id": .string("rare-\(place)"), "title": .string("Rare \(place)"),
                "points": .integer(Int64(1_000 + place)), "weight": 3, "stock": 1,
                "substitute": "none",
            ]
        }
        let usual = (0..<20).map { place -> JSON in
            [
                "id": .string("usual-\(place)"), "title": .string("Usual \(place)"),
                "points": .integer(Int64(100 + place)), "weight": 2,
            ]
        }
        return .array(rare + usual + [["id": "none", "nothing": true, "weight": 1]])
    }

    /// Starts a round.
    func start(_ member: String, key: String = "start") async throws -> TestClient.Answer {
        try await send(
            .post,
            "/v1/cardflips/cards/rounds",
            ["clientSeed": .string("seed-\(key)")],
            as: member,
            key: key
        )
    }

    /// Starts a round, which must be dealt, and names it.
    func deal(_ member: String, key: String = "start") async throws -> String {
        let answer = try await start(member, key: key)
        try #require(answer.status == 201, "\(answer.text)")
        return try #require(answer.json["id"]?.text)
    }

    /// Turns a card of a round.
    func flip(
        _ round: String,
        _ position: Int64,
        as member: String
    ) async throws -> TestClient.Answer {
        try await send(
            .post,
            "/v1/rounds/\(round)/flips",
            ["position": .integer(position)],
            as: member
        )
    }

    /// Buys a flip of a round.
    func buyFlip(_ round: String, as member: String, key: String) async throws -> TestClient.Answer
    {
        try await send(.post, "/v1/rounds/\(round)/extra-flips", [:], as: member, key: key)
    }

    /// Ends a round.
    func finish(_ round: String, as member: String) async throws -> TestClient.Answer {
        try await send(.post, "/v1/rounds/\(round)/finish", as: member)
    }

    /// A round as its member sees it.
    func round(_ round: String, as member: String) async throws -> TestClient.Answer {
        try await send(.get, "/v1/rounds/\(round)", as: member)
    }
}

extension JSON {
    /// The prize and the reward of what was turned, or of a face.
    var face: JSON { ["prize": self["prize"] ?? .null, "reward": self["reward"] ?? .null] }
}
