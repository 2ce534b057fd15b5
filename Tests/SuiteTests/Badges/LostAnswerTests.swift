import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Badges that is killed between commit and answer")
    struct LostAnswerTests {
        /// What is asked for under a key.
        enum Asked: String, CaseIterable, Sendable {
            case claim, takeUp, level
        }

        private static let clock = ["test-clock": "true"]
        private static let begin = "2026-03-02T04:00:00Z"
        /// When no task of the first day can be claimed any more, and a level for two days is over.
        private static let later = "2026-03-06T04:00:00Z"

        private static let badges: [JSON.Member] = [
            .init(
                "tasks",
                [
                    [
                        "id": "claimed", "kind": "daily", "claim": true, "claimDays": 0,
                        "goal": ["count": "review", "atLeast": 1], "reward": 5,
                    ],
                    [
                        "id": "taken", "kind": "daily", "takeUp": true, "claimDays": 0,
                        "goal": ["count": "review", "atLeast": 1], "reward": 3,
                    ],
                ]
            ),
            .init(
                "badges",
                [
                    [
                        "id": "critic",
                        "tiers": [
                            [
                                "id": "t", "reward": 100,
                                "goal": ["count": "order.paid", "atLeast": 1],
                            ]
                        ],
                    ]
                ]
            ),
            .init("growth", ["rules": [["count": "review", "growth": 1]]]),
            .init("levels", ["steps": [["id": "one", "at": 50], ["id": "two", "at": 60]]]),
        ]

        /// A point for what the gateway knows of the member's tags.
        private static let probe: [JSON.Member] = [
            .init(
                "earning",
                [
                    "rules": [
                        ["id": "vip", "event": "probe", "fixed": 1, "when": ["tag": "vip"]]
                    ]
                ]
            )
        ]

        @Test(
            "the repeat has the answer that was lost, and what it gives is given once",
            arguments: Asked.allCases
        )
        func asked(_ asked: Asked) async throws {
            let stage = try await BadgesStage(["gateway", "badges"])
            let first = try await stage.stage.startFirst()
            var badges = try await start(stage)
            try await Self.tell("review", id: "r-1", at: stage.badges, stage)
            // What is owed for it waits over the kill.
            first.client.close()
            await first.process.kill()
            try await Self.lose(to: badges) { try await Self.send(asked, stage, at: $0) }
            await badges.kill()
            badges = try await stage.start("badges", Self.clock)
            let set = try await stage.setClock(to: Self.later, at: stage.badges)
            #expect(set.status == 200, "\(set.text)")
            let answer = try await Self.send(asked, stage, at: stage.badges)
            #expect(answer.status == 201 && answer.isReplayed, "\(answer.text)")
            Self.expectOfThen(answer.json, asked)
            await badges.kill()
            let gateway = try await stage.stage.start()
            badges = try await stage.start("badges", Self.clock)
            let again = try await Self.send(asked, stage, at: stage.badges)
            #expect(again.isReplayed && again.body == answer.body, "\(again.text)")
            try await stage.waitUntilNothingIsOwed(by: stage.badges)
            let points: [Asked: Int64] = [.claim: 5, .takeUp: 3]
            let had = try await stage.points(of: "m-1") ?? 0
            #expect(had == points[asked] ?? 0)
            let rows = try await gateway.statement(of: "m-1")
            #expect(rows.count == (asked == .level ? 0 : 1), "\(rows)")
            try await expectOver(stage)
            try await stage.expectReconciled(members: 1)
            #expect(await badges.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("what was told is kept, and told on, also where nobody tells it again")
        func told() async throws {
            let stage = try await BadgesStage(["gateway", "badges"])
            let first = try await stage.startGateway(Self.probe, at: Self.begin)
            var badges = try await start(stage)
            first.client.close()
            await first.process.kill()
            try await Self.lose(to: badges) { try await Self.putTags(stage, at: $0) }
            try await Self.lose(to: badges) {
                try await Self.tell("order.paid", id: "o-1", at: $0, stage)
            }
            await badges.kill()
            let gateway = try await stage.start("gateway", Self.clock)
            badges = try await stage.start("badges", Self.clock)
            try await stage.waitUntilNothingIsOwed(by: stage.badges)
            let event: JSON = [
                "id": "p-1", "type": "probe", "member": "m-1", "occurredAt": .string(Self.begin),
            ]
            let earned = try await stage.told(.post, "/v1/events", event, at: stage.gateway)
            #expect(earned.status == 201, "\(earned.text)")
            #expect(try await stage.points(of: "m-1") == 101)

            let facts = try await Self.putTags(stage, at: stage.badges)
            #expect(facts.json["tags"] == ["vip"], "\(facts.text)")
            let events = try await Self.tell("order.paid", id: "o-1", at: stage.badges, stage)
            #expect(events.json["results"]?[0]?["replayed"] == true, "\(events.text)")
            try await stage.waitUntilNothingIsOwed(by: stage.badges)
            #expect(try await stage.points(of: "m-1") == 101)
            try await stage.expectReconciled(members: 1)
            #expect(await badges.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        /// Starts badges, whose clock then stands at the beginning.
        private func start(_ stage: BadgesStage) async throws -> ServiceProcess {
            let badges = try await stage.start("badges", Self.clock)
            try await stage.publish(Self.badges, to: stage.badges)
            let set = try await stage.setClock(to: Self.begin, at: stage.badges)
            try #require(set.status == 200, "\(set.text)")
            return badges
        }

        /// Finds that the answer tells of the day on which it was made, not of that of the repeat.
        private static func expectOfThen(_ answer: JSON, _ asked: Asked) {
            guard asked != .level else {
                #expect(answer["lastDay"] == "2026-03-04" && answer["inForce"] == 2, "\(answer)")
                return
            }
            #expect(answer["state"] == "rewarded" && answer["from"] == "2026-03-02", "\(answer)")
            #expect(answer["rewardedAt"] == "2026-03-02T04:00:00.000Z", "\(answer)")
        }

        /// Finds that nothing was given anew by the repeats: the tasks of today are as they were,
        /// and the level is over.
        private func expectOver(_ stage: BadgesStage) async throws {
            let path = "/v1/members/m-1/profile"
            let page = try await stage.operated(.get, path, at: stage.badges).json
            let states = page["tasks"]?.elements?.map { $0["state"]?.text }
            #expect(states == ["open", "toTakeUp"], "\(page)")
            #expect(page["level"]?["number"] == 0, "\(page)")
        }

        /// Sends something of which the service does all but give the answer.
        private static func lose(
            to service: ServiceProcess,
            _ send: (TestClient) async throws -> TestClient.Answer
        ) async throws {
            let proxy = try FaultProxy(to: UInt16(service.port)) { _ in .loseAnswer }
            defer { proxy.stop() }
            let client = TestClient(address: proxy.url)
            defer { client.close() }
            // Lost is how the call failed, which it must.
            let answer = try? await send(client)
            #expect(answer?.status == nil)
            #expect(proxy.exchanges == 1)
        }

        private static func send(
            _ asked: Asked,
            _ stage: BadgesStage,
            at client: TestClient
        ) async throws -> TestClient.Answer {
            let path: String
            switch asked {
            case .claim: path = "/v1/members/me/tasks/claimed/claim"
            case .takeUp: path = "/v1/members/me/tasks/taken/takeup"
            case .level:
                let grant: JSON = [
                    "key": "k-1", "member": "m-1", "kind": "level", "level": "two", "days": 2,
                    "source": "prize",
                ]
                return try await stage.told(.post, "/v1/grants", grant, at: client)
            }
            return try await stage.send(.post, path, [:], as: "m-1", at: client, key: "k-1")
        }

        private static func putTags(
            _ stage: BadgesStage,
            at client: TestClient
        ) async throws -> TestClient.Answer {
            try await stage.told(.put, "/v1/members/m-1/facts", ["tags": ["vip"]], at: client)
        }

        @discardableResult
        private static func tell(
            _ type: String,
            id: String,
            at client: TestClient,
            _ stage: BadgesStage
        ) async throws -> TestClient.Answer {
            let event: JSON = [
                "id": .string(id), "type": .string(type), "member": "m-1",
                "occurredAt": .string(begin), "day": "2026-03-02",
            ]
            return try await stage.told(.post, "/v1/events", ["events": [event]], at: client)
        }
    }
}
