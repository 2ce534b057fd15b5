import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Badges that is killed over reviews of levels")
    struct ReviewCrashTests {
        private static let members = (0..<150).map { "m-\($0)" }
        /// The days of three reviews, at each of which all fall by one step.
        private static let reviews = ["2026-05-02", "2026-07-02", "2026-09-02"]

        private static let steps: JSON = [
            "steps": [
                ["id": "one", "at": 10], ["id": "two", "at": 20, "benefits": ["earning": 2]],
                ["id": "three", "at": 30, "benefits": ["earning": 3]],
            ],
            "review": ["months": 2],
        ]

        private static let badges: [JSON.Member] = [
            .init(
                "growth",
                ["over": ["months": 1], "rules": [["count": "review", "growth": 30]]]
            ),
            .init("levels", steps),
        ]
        private static let gateway: [JSON.Member] = [
            .init("earning", ["rules": [["id": "probe", "event": "probe", "fixed": 10]]]),
            .init("levels", steps),
        ]

        @Test("each is made once, on its day, and told to the neighbours")
        func once() async throws {
            var random = SeededGenerator(for: "killed over reviews")
            let stage = try await BadgesStage(["gateway", "badges"])
            let gateway = try await stage.startGateway(Self.gateway, at: "2026-03-02T04:00:00Z")
            let badges = try await RestartedService {
                try await stage.start("badges", ["test-clock": "true"])
            }
            try await stage.publish(Self.badges, to: stage.badges)
            try await climb(stage)
            for (number, day) in Self.reviews.enumerated() {
                async let moved = BadgesStage.surely {
                    try await stage.setClock(to: "\(day)T04:00:00Z", at: stage.badges)
                }
                try await badges.kill(times: 2, withinMs: 0...40, &random)
                #expect(try await moved.status == 200)
                try await expectFallen(by: Int64(number + 1), on: day, stage)
            }
            for client in [stage.badges, stage.gateway] {
                try await stage.waitUntilNothingIsOwed(by: client)
            }
            try await expectEarned([30, 20, 10, 10], gateway)
            #expect(await badges.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        /// Brings all to the third level at once.
        private func climb(_ stage: BadgesStage) async throws {
            let day = "2026-03-02"
            let set = try await stage.setClock(to: "\(day)T04:00:00Z", at: stage.badges)
            try #require(set.status == 200, "\(set.text)")
            let events = Self.members.map { member -> JSON in
                [
                    "id": .string(member), "type": "review", "member": .string(member),
                    "occurredAt": .string("\(day)T04:00:00Z"), "day": .string(day),
                ]
            }
            let body: JSON = ["events": .array(events)]
            let told = try await stage.told(.post, "/v1/events", body, at: stage.badges)
            try #require(told.status == 200, "\(told.text)")
            try await probe("after-0", stage)
        }

        /// Finds all so many levels below the third since a day, with one version told of each.
        private func expectFallen(
            by count: Int64,
            on day: String,
            _ stage: BadgesStage
        ) async throws {
            let path = "/v1/levels?limit=200"
            let levels = try await stage.operated(.get, path, at: stage.badges).json["items"]
            #expect(levels?.elements?.count == Self.members.count)
            for item in levels?.elements ?? [] {
                #expect(item["level"]?.integer == 3 - count, "\(item)")
                #expect(item["version"]?.integer == 1 + count, "\(item)")
            }
            for member in [Self.members[0], Self.members[77]] {
                let path = "/v1/members/\(member)/level"
                let page = try await stage.operated(.get, path, at: stage.badges).json
                #expect(page["level"]?["since"]?.text == day, "\(page)")
            }
            try await probe("after-\(count)", stage)
        }

        /// Has some members earn by what the gateway knows of their levels.
        private func probe(_ id: String, _ stage: BadgesStage) async throws {
            try await stage.waitUntilNothingIsOwed(by: stage.badges)
            let events = Self.members.prefix(20).map { member -> JSON in
                [
                    "id": .string("\(id)-\(member)"), "type": "probe", "member": .string(member),
                    "occurredAt": "2026-03-02T04:00:00Z",
                ]
            }
            let body: JSON = ["events": .array(events)]
            let told = try await stage.told(.post, "/v1/events", body, at: stage.gateway)
            try #require(told.status == 200, "\(told.text)")
        }

        /// Finds what the probes must have earned, the first one first.
        private func expectEarned(_ amounts: [Int64], _ gateway: Gateway) async throws {
            for member in Self.members.prefix(20) {
                let answer = try await gateway.client.send(
                    .get,
                    "/v1/members/\(member)/transfers",
                    token: gateway.token
                )
                let items = answer.json["items"]?.elements ?? []
                #expect(items.reversed().map { $0["amount"]?.integer } == amounts, "\(answer.text)")
            }
        }
    }
}
