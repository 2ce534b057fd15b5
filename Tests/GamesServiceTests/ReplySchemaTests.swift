import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("The games' replies and their description", .timeLimit(.minutes(2)))
struct ReplySchemaTests {
    /// A lottery in which everybody wins.
    private static let sure: JSON = [
        "id": "sure", "free": ["perDay": 1], "prizes": [["id": "p", "points": 1, "weight": 1]],
    ]

    /// Every kind of game.
    static let games: [JSON.Member] = {
        let wheel = DrawTests.wheel[0].value.elements ?? []
        return [.init("lotteries", .array(wheel + [sure]))] + GamesScene.cards
    }()

    @Test("every kind of reply is as it is described, and has no member that is not")
    func replies() async throws {
        let fault = Switch()
        try await GamesScene.serving(
            Self.games,
            calling: fault.proxy(to:),
            settings: ["test-clock": "true"]
        ) { scene in
            try await scene.credit("m", 1_000)
            let parked = try await Self.parkedMessages(scene)
            var calls = DescribedCalls(
                try await OpenAPIDocument(of: scene.games.client),
                scene.games.client,
                tokens: try await scene.tokens,
                ids: ["RETRIED": parked[0], "SETTLED": parked[1]]
            )
            let faults = try await calls.faults(of: DescribedRequest.all)
            #expect(faults == [])
            fault.set(.refuse)
            let later = try await calls.faults(of: DescribedRequest.withoutGateway)
            #expect(later == [])
            #expect(calls.missing == [])
        }
        fault.stop()
    }

    @Test("every example of a request is understood")
    func examples() async throws {
        try await GamesScene.serving(Self.games, settings: ["test-clock": "true"]) { scene in
            let document = try await OpenAPIDocument(of: scene.games.client)
            var count = 0
            for operation in document.operations where operation.path != "/v1/clock" {
                for example in operation.examples(in: document) {
                    count += 1
                    let path = operation.path.replacing("{member}", with: "m")
                        .replacing("{game}", with: "wheel").replacing("{prize}", with: "gold")
                        .replacing("/cardflips/{id}", with: "/cardflips/cards")
                        .replacing("/lotteries/{id}", with: "/lotteries/wheel")
                        .replacing("{id}", with: "019cb0f1-1c00-7d1e-a1b2-6f0c3f3a9d10")
                    // The first of those who may.
                    let role = operation.roles.first.flatMap { Role(rawValue: $0) } ?? .operator
                    let answer = try await scene.games.client.send(
                        try #require(Method(rawValue: operation.method)),
                        path,
                        example,
                        token: try await scene.keys.token(role, role == .member ? "m" : "host"),
                        key: "k\(count)"
                    )
                    // Nothing is known by the id; the programme of the example has lost games.
                    let isUnderstood =
                        [200, 201, 404, 409].contains(answer.status)
                        || answer.slug == "invalid-programme"
                    #expect(isUnderstood, "\(operation.name): \(answer.text)")
                }
            }
            #expect(count > 10)
        }
    }

    /// Has two members win whose accounts are frozen, so that the gateway refuses the credits for
    /// ever.
    private static func parkedMessages(_ scene: GamesScene) async throws -> [String] {
        for member in ["frozen-1", "frozen-2"] {
            let frozen = try await scene.freeze(member)
            try #require([200, 201].contains(frozen.status), "\(frozen.text)")
            let draw = try await scene.draw("sure", as: member, key: "k")
            try #require(draw.status == 201, "\(draw.text)")
        }
        return try await scene.refusedMessages(2)
    }
}
