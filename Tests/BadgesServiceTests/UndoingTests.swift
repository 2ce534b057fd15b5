import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("Undoings, and undoings of undoings", .timeLimit(.minutes(2)))
struct UndoingTests {
    private static let programme: [JSON.Member] = [
        .init(
            "badges",
            [
                [
                    "id": "buyer", "undone": "revoke",
                    "tiers": [["id": "t", "goal": ["count": "order", "atLeast": 1], "reward": 3]],
                ]
            ]
        )
    ]

    private static let order = BadgesScene.event("o", "order")
    private static let cancelled = BadgesScene.event("c", "cancelled", undoes: "o")
    private static let restored = BadgesScene.event("r", "restored", undoes: "c")
    private static let again = BadgesScene.event("d", "cancelled", undoes: "o")

    @Test(
        "an event stands unless one that stands undoes it, whatever the order",
        arguments: [
            ([order, cancelled], false), ([cancelled, order], false),
            ([order, cancelled, restored], true), ([restored, cancelled, order], true),
            ([cancelled, restored, order], true), ([cancelled, order, restored], true),
            ([restored, order, cancelled], true), ([order, restored, cancelled], true),
            // It is undone by another one as well.
            ([order, cancelled, again, restored], false),
            ([restored, again, cancelled, order], false),
            ([cancelled, restored, order, again], false),
        ] as [([JSON], Bool)]
    )
    func orders(events: [JSON], stands: Bool) async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            for event in events {
                let answer = try await scene.tell([event])
                #expect(answer.status == 200, "\(answer.text)")
            }
            #expect(try await scene.tiers() == (stands ? ["buyer:t"] : []))
            #expect(try await scene.differences() == [])
            // What was paid once is not paid again.
            let balance = try await scene.balance()
            #expect(balance <= 3 && (balance == 3 || !stands))
        }
    }

    @Test("events that undo one another in a ring come to an end, as one or another of them")
    func rings() async throws {
        let tiers = (Int64(1)...3).map { count -> JSON in
            ["id": .string("t\(count)"), "goal": ["count": "order", "atLeast": .integer(count)]]
        }
        let badge: JSON = ["id": "buyer", "undone": "revoke", "tiers": .array(tiers)]
        try await BadgesScene.serving([.init("badges", [badge])]) { scene in
            for (place, next) in [("1", "2"), ("2", "3"), ("3", "1")] {
                let answer = try await scene.tell([BadgesScene.event(place, "order", undoes: next)])
                #expect(answer.status == 200, "\(answer.text)")
            }
            let three = try await scene.tiers()
            #expect(three.contains("buyer:t1") && !three.contains("buyer:t3"), "\(three)")
            let pair = [("4", "5"), ("5", "4")].map {
                BadgesScene.event($0.0, "order", of: "ben", undoes: $0.1)
            }
            #expect(try await scene.tell(pair).status == 200)
            let two = try await scene.tiers("ben")
            #expect(two == ["buyer:t1"])
            #expect(try await scene.differences() == [])
        }
    }

    @Test(
        "an undoing reaches through a hundred events, and one that would reach farther is refused"
    )
    func longChain() async throws {
        try await BadgesScene.serving(Self.programme) { scene in
            let chain = (0...100).map { place in
                BadgesScene.event(
                    "e\(place)",
                    place == 0 ? "order" : "undone",
                    undoes: place == 0 ? nil : "e\(place - 1)"
                )
            }
            #expect(try await scene.tell(chain).status == 200)
            // Of a hundred undoings the last stands, and so does what every second one undoes.
            #expect(try await scene.tiers() == ["buyer:t"])
            let news = BadgesScene.event("n", "order", of: "ben")
            let farther = BadgesScene.event("e101", "undone", undoes: "e100")
            let refused = try await scene.tell([news, farther])
            #expect(refused.status == 400 && refused.slug == "invalid-request", "\(refused.text)")
            #expect(refused.text.contains("e101"), "\(refused.text)")
            #expect(try await scene.tiers() == ["buyer:t"])
            #expect(try await scene.tiers("ben") == [])
            let nearer = BadgesScene.event("x", "undone", undoes: "e2")
            #expect(try await scene.tell([news, nearer]).status == 200)
            #expect(try await scene.tiers() == [])
            #expect(try await scene.tiers("ben") == ["buyer:t"])
            #expect(try await scene.differences() == [])
        }
    }

    private func registeredOn(_ scene: BadgesScene) async throws -> JSON? {
        // The answer has all that is known.
        let answer = try await scene.send(
            .put,
            "/v1/members/anna/facts",
            ["gender": "f"],
            by: .service
        )
        #expect(answer.status == 200, "\(answer.text)")
        return answer.json["registeredOn"]
    }

    @Test("with a registration its day goes, to that of another one if there is one")
    func registration() async throws {
        func undo(_ id: String) -> JSON { BadgesScene.event("u\(id)", "left", undoes: id) }
        try await BadgesScene.serving([]) { scene in
            try await scene.tell([BadgesScene.event("1", "registration", on: "2026-02-01")])
            #expect(try await registeredOn(scene) == "2026-02-01")
            try await scene.tell([undo("1")])
            #expect(try await registeredOn(scene) == nil)
            try await scene.tell([BadgesScene.event("2", "registration", on: "2026-02-03")])
            try await scene.tell([BadgesScene.event("3", "registration", on: "2026-02-02")])
            // The first that is heard, until it is undone.
            #expect(try await registeredOn(scene) == "2026-02-03")
            try await scene.tell([undo("2")])
            #expect(try await registeredOn(scene) == "2026-02-02")
            try await scene.tell([undo("3"), BadgesScene.event("r", "back", undoes: "u1")])
            #expect(try await registeredOn(scene) == "2026-02-01")
        }
    }

    @Test("the day that the host names stays, whatever registration is undone")
    func named() async throws {
        try await BadgesScene.serving([]) { scene in
            let facts: JSON = ["registeredOn": "2025-12-31"]
            let path = "/v1/members/anna/facts"
            #expect(try await scene.send(.put, path, facts, by: .service).status == 200)
            try await scene.tell([
                BadgesScene.event("1", "registration"), BadgesScene.event("2", "left", undoes: "1"),
            ])
            #expect(try await registeredOn(scene) == "2025-12-31")
        }
    }

    @Test("what an operator says of a member is recorded, what a service says is not")
    func recorded() async throws {
        try await BadgesScene.serving([]) { scene in
            for (role, member) in [(Role.service, "anna"), (.operator, "ben")] {
                let path = "/v1/members/\(member)/facts"
                let answer = try await scene.send(.put, path, ["region": "x"], by: role)
                #expect(answer.status == 200, "\(answer.text)")
            }
            let audit = try await scene.send(.get, "/v1/audit", by: .viewer).json["items"]
            let found = audit?.elements?.filter { $0["action"] == "facts.put" } ?? []
            #expect(found.map { $0["subject"] } == ["member:ben"])
            #expect(found.first?["caller"] == "operator:olga")
        }
    }
}
