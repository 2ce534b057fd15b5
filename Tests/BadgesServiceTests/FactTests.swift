import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("What a host tells of members", .timeLimit(.minutes(2)))
struct FactTests {
    /// One trait as a neighbour was told it.
    private struct Notice: Hashable {
        let name: String
        let version: Int64
        let value: JSON
    }

    /// Runs a test with a neighbour that takes in all traits, and a look at what it was told since.
    private func serving(
        _ test: (BadgesScene, _ told: () async throws -> [Notice]) async throws -> Void
    ) async throws {
        let neighbour = try ScriptedNeighbour { _ in .answer(200, body: Array("{}".utf8)) }
        defer { neighbour.stop() }
        try await BadgesScene.serving([], settings: ["checkin-url": neighbour.url]) { scene in
            try await test(scene) {
                _ = try await scene.balance()
                return try neighbour.requests.filter { $0.path == "/v1/traits" }
                    .flatMap { try JSONParser.parse($0.body)["members"]?.elements ?? [] }
                    .flatMap(Self.notices)
            }
        }
    }

    private static func notices(_ entry: JSON) -> [Notice] {
        ["birthday", "tags", "registeredOn"].compactMap { name in
            guard let trait = entry[name], let version = trait["version"]?.integer else {
                return nil
            }
            return Notice(name: name, version: version, value: trait["value"] ?? .null)
        }
    }

    private static func put(
        _ facts: JSON,
        _ scene: BadgesScene
    ) async throws -> JSON {
        let path = "/v1/members/anna/facts"
        let answer = try await scene.send(.put, path, facts, by: .service)
        #expect(answer.status == 200, "\(answer.text)")
        return answer.json
    }

    /// Tells facts all at once.
    private static func race(_ facts: [JSON], _ scene: BadgesScene) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for fact in facts {
                group.addTask { _ = try await put(fact, scene) }
            }
            try await group.waitForAll()
        }
    }

    @Test("what is told again is known already, and nobody hears of it twice")
    func repeated() async throws {
        try await serving { scene, told in
            let facts: JSON = ["tags": ["vip", "new"], "birthday": "08-31", "region": "沪"]
            let first = try await Self.put(facts, scene)
            let again = try await Self.put(facts, scene)
            #expect(again == first)
            let part = try await Self.put(["birthday": "08-31"], scene)
            #expect(part == first)
            let notices = try await told()
            let expected = [
                Notice(name: "birthday", version: 1, value: "08-31"),
                Notice(name: "tags", version: 1, value: ["vip", "new"]),
            ]
            #expect(notices.sorted { $0.name < $1.name } == expected)
        }
    }

    @Test("what was taken away may be told anew, each time as a newer version")
    func takenAway() async throws {
        try await serving { scene, told in
            let tags: [JSON] = [["vip"], .null, .null, ["vip"], []]
            for tags in tags { _ = try await Self.put(["tags": tags], scene) }
            let known = try await Self.put(["region": "沪"], scene)
            #expect(known["tags"] == [])
            let values: [JSON] = [["vip"], [], ["vip"], []]
            let expected = zip(1..., values).map { Notice(name: "tags", version: $0, value: $1) }
            let notices = try await told()
            #expect(notices == expected)
        }
    }

    @Test("tags for which a message has no room are refused, and those that just fit are told")
    func longTags() async throws {
        try await serving { scene, told in
            // Each byte takes six where it must be escaped: 387 in a tag with what is around it.
            let tag = JSON.string(String(repeating: "\u{1}", count: 64))
            let path = "/v1/members/anna/facts"
            let long: JSON = ["tags": .array([JSON](repeating: tag, count: 42))]
            let refused = try await scene.send(.put, path, long, by: .service)
            #expect(refused.status == 400 && refused.slug == "invalid-request")
            let tags = JSON.array([JSON](repeating: tag, count: 41))
            let known = try await Self.put(["tags": tags], scene)
            #expect(known["tags"] == tags)
            let notices = try await told()
            #expect(notices == [Notice(name: "tags", version: 1, value: tags)])
        }
    }

    @Test("of parts that are told at once, each is kept and told once")
    func parts() async throws {
        try await serving { scene, told in
            let parts: [JSON] = [
                ["tags": ["vip"]], ["birthday": "08-31"], ["registeredOn": "2026-02-01"],
                ["region": "沪"], ["gender": "f"],
            ]
            try await Self.race(parts + parts + parts, scene)
            let known = try await Self.put(["dates": ["wedding": "02-29"]], scene)
            for part in parts {
                guard case .object(let members) = part else { continue }
                for member in members { #expect(known[member.name] == member.value) }
            }
            let expected: Set = [
                Notice(name: "tags", version: 1, value: ["vip"]),
                Notice(name: "birthday", version: 1, value: "08-31"),
                Notice(name: "registeredOn", version: 1, value: "2026-02-01"),
            ]
            let notices = try await told()
            #expect(Set(notices) == expected && notices.count == expected.count)
        }
    }

    @Test("of several values that are told at once, neighbours end with the one that is kept")
    func values() async throws {
        try await serving { scene, told in
            try await Self.race((0..<12).map { ["tags": [.string("t-\($0)")]] }, scene)
            let known = try await Self.put(["region": "沪"], scene)
            let notices = try await told().filter { $0.name == "tags" }
            #expect(notices.map(\.version) == Array(1...12))
            #expect(Set(notices.map(\.value)).count == 12)
            #expect(notices.last?.value == known["tags"])
        }
    }

    @Test("of a registration that is undone, neighbours hear that there is none, or which is left")
    func registrations() async throws {
        func notice(_ version: Int64, _ value: JSON) -> Notice {
            Notice(name: "registeredOn", version: version, value: value)
        }
        func registration(_ id: String, _ day: String) -> JSON {
            BadgesScene.event(id, "registration", on: day)
        }
        func undoing(_ id: String) -> JSON { BadgesScene.event("u-\(id)", "left", undoes: id) }
        try await serving { scene, told in
            var expected: [Notice] = []
            for (event, values) in [
                (registration("1", "2026-02-10"), ["2026-02-10"]), (undoing("1"), [.null]),
                // An undoing that comes first leaves nothing to hear.
                (undoing("2"), []), (registration("2", "2026-02-11"), []),
                (registration("3", "2026-02-12"), ["2026-02-12"]),
                (registration("4", "2026-02-05"), []), (undoing("3"), ["2026-02-05"]),
                // The undoing of the first one is undone: it stands, and another day is kept.
                (BadgesScene.event("r", "back", undoes: "u-1"), []),
                (undoing("4"), ["2026-02-10"]),
            ] as [(JSON, [JSON])] {
                let answer = try await scene.tell([event])
                #expect(answer.status == 200, "\(answer.text)")
                let next = Int64(expected.count) + 1
                expected += values.map { notice(next, $0) }
                #expect(try await told() == expected, "\(event)")
            }
            // What the host names is its own, whatever becomes of the events.
            _ = try await Self.put(["registeredOn": "2025-12-31"], scene)
            #expect(try await scene.tell([undoing("r")]).status == 200)
            let all = try await told()
            #expect(all == expected + [notice(Int64(expected.count) + 1, "2025-12-31")])
        }
    }
}
