import JifenService
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("The back-fill of a badge")
struct BadgeBackfillTests {
    private static func page(
        _ held: Int64,
        _ given: Int64,
        points: Int64,
        skipped: Int64 = 0,
        next: String? = nil
    ) -> JSON {
        var members: [JSON.Member] = [
            .init("dryRun", true), .init("badge", "b"), .init("checked", 1_000),
            .init("skipped", .integer(skipped)),
            .init(
                "tiers",
                [["id": "one", "held": .integer(held), "given": .integer(given), "taken": 1]]
            ),
            .init("cost", [["asset": "points", "amount": .integer(points)], ["freezes": 40]]),
        ]
        if let next { members.append(.init("next", .string(next))) }
        return .object(members)
    }

    /// Runs against a badges service that gives these answers, one behind the other.
    private static func run(
        _ reactions: [ScriptedNeighbour.Reaction],
        _ test: (BadgeBackfill, PretendSuite) async throws -> Void
    ) async throws {
        let suite = try PretendSuite([
            ("badges", { request in reactions[min(request.index, reactions.count - 1)] })
        ])
        defer { suite.stop() }
        try await test(BadgeBackfill(suite.client, at: suite.members[0]), suite)
    }

    @Test("goes on page by page, and adds up what they come to")
    func pages() async throws {
        let pages = [
            Self.page(5, 2, points: 10, next: "m-2"), Self.page(0, 1, points: 5, skipped: 1),
        ]
        try await Self.run(pages.map { .json($0) }) { fill, suite in
            var shown: [Int] = []
            let sums = try await fill.run("b", isDryRun: true) { shown.append($0) }
            #expect(shown == [1_000, 2_000])
            #expect(
                sums.lines(of: "b", isDryRun: true) == [
                    "badge b, 2,000 members", "1 more cannot be counted",
                    "tier  held  would get  would lose", "one      5          3           2",
                    "rewards: 15 points, 80 freezes", "nothing was given",
                ]
            )
            let bodies = try suite.requests().map { try JSONParser.parse($0.body) }
            #expect(bodies.map { $0["after"]?.text } == [nil, "m-2"])
            #expect(bodies.allSatisfy { $0["dryRun"] == true && $0["section"] == nil })
        }
    }

    @Test("sends the section of a programme that is not published")
    func candidate() async throws {
        try await Self.run([.json(Self.page(0, 0, points: 1))]) { fill, suite in
            let programme = try ProgrammeFile(yaml: "zone: UTC\nbadges: [{id: b}]\n")
            _ = try await fill.run("b", isDryRun: true, by: programme)
            let body = try JSONParser.parse(suite.requests()[0].body)
            #expect(body["section"] == ["zone": "UTC", "badges": [["id": "b"]]])
        }
    }

    @Test("names what the service finds at fault, as an input of the call")
    func faults() async throws {
        let refusal: JSON = [
            "title": "Faulty", "faults": [["path": "badge", "message": "is no badge"]],
        ]
        for (reaction, isInput) in [
            (.answer(422, body: JSONWriter.bytes(of: refusal)), true),
            (.problem(404, "not-found"), false),
            // The cursor must come further with each page.
            (.json(Self.page(0, 0, points: 1, next: "m-2")), false),
        ] as [(ScriptedNeighbour.Reaction, Bool)] {
            try await Self.run([reaction]) { fill, _ in
                let fault = await #expect(throws: CommandFault.self) {
                    _ = try await fill.run("b", isDryRun: false)
                }
                #expect(fault?.isInput == isInput, "\(fault?.description ?? "")")
                if isInput { #expect(fault?.description == "badge: is no badge") }
            }
        }
    }
}
