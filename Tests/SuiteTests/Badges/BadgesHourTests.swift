import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Badges that is away for an hour")
    struct BadgesHourTests {
        private static let members = (0..<24).map { "m-\($0)" }
        private static let day = "2026-03-02"
        /// When badges goes, what is done meanwhile, and when it is back.
        private static let gone = "\(day)T04:00:00Z"
        private static let checkInAt = "\(day)T04:05:00Z"
        private static let drawAt = ["\(day)T04:20:00Z", "\(day)T04:40:00Z", "\(day)T04:59:59Z"]
        private static let back = "\(day)T05:00:00Z"

        private static let checkin: [JSON.Member] = [.init("checkin", ["base": 1])]
        private static let games: [JSON.Member] = [
            .init(
                "lotteries",
                [
                    [
                        "id": "sure", "free": ["perDay": 2], "cost": 5,
                        "prizes": [["id": "seven", "points": 7, "weight": 1]],
                    ]
                ]
            )
        ]
        private static let badges: [JSON.Member] = [
            .init(
                "badges",
                [
                    [
                        "id": "player",
                        "tiers": [
                            [
                                "id": "gold", "reward": 100,
                                "goal": ["count": "lottery.drawn", "atLeast": 3],
                            ]
                        ],
                    ]
                ]
            ),
            .init(
                "tasks",
                [
                    [
                        "id": "daily", "kind": "daily", "reward": 1000,
                        "steps": [
                            ["goal": ["count": "checkin.done", "atLeast": 1]],
                            ["goal": ["count": "lottery.drawn", "atLeast": 3]],
                        ],
                    ]
                ]
            ),
            .init("growth", ["rules": [["count": "lottery.drawn", "growth": 10]]]),
            .init("levels", ["steps": [["id": "low", "at": 10], ["id": "high", "at": 30]]]),
        ]

        @Test("members check in and draw, nobody waits, and all is counted and rewarded once")
        func hour() async throws {
            let stage = try await BadgesStage(["gateway", "checkin", "games", "badges"])
            let clock = ["test-clock": "true"]
            let gateway = try await stage.startGateway([], at: Self.gone)
            let checkin = try await stage.start("checkin", clock)
            let games = try await stage.start("games", clock)
            var badges = try await stage.start("badges", clock)
            try await stage.publish(Self.checkin, to: stage.checkin)
            try await stage.publish(Self.games, to: stage.games)
            try await stage.publish(Self.badges, to: stage.badges)
            try await setClocks(
                of: [stage.checkin, stage.games, stage.badges],
                to: Self.gone,
                stage
            )
            for member in Self.members { try await gateway.credit(50, to: member, key: member) }
            await badges.kill()
            let slowest = try await play(stage)
            print("an hour without badges: the slowest answer took \(slowest)")
            #expect(slowest < .seconds(2))
            badges = try await stage.start("badges", clock)
            try await setClocks(of: [stage.badges], to: Self.back, stage)
            for client in [stage.games, stage.checkin, stage.gateway, stage.badges, stage.gateway] {
                try await stage.waitUntilNothingIsOwed(by: client)
            }
            for member in Self.members { try await expectAll(of: member, stage) }
            try await stage.expectReconciled(members: Self.members.count)
            let ends = [
                await checkin.stop(), await games.stop(), await badges.stop(),
                await gateway.stop(),
            ]
            #expect(ends.allSatisfy { $0 == .exited(code: 0) }, "\(ends)")
        }

        private func setClocks(
            of clients: [TestClient],
            to instant: String,
            _ stage: BadgesStage
        ) async throws {
            for client in clients {
                let set = try await stage.setClock(to: instant, at: client)
                try #require(set.status == 200, "\(set.text)")
            }
        }

        /// Has all members check in once and draw thrice.
        ///
        /// - Returns: How long the slowest answer took.
        private func play(_ stage: BadgesStage) async throws -> Duration {
            let others = [stage.gateway, stage.checkin, stage.games]
            try await setClocks(of: others, to: Self.checkInAt, stage)
            var slowest = try await all { member in
                let today: JSON = ["day": .string(Self.day)]
                return try await stage.send(
                    .post,
                    "/v1/checkins",
                    today,
                    as: member,
                    at: stage.checkin
                )
            }
            for (number, instant) in Self.drawAt.enumerated() {
                try await setClocks(of: others, to: instant, stage)
                let took = try await all { member in
                    try await stage.send(
                        .post,
                        "/v1/lotteries/sure/draws",
                        ["count": 1],
                        as: member,
                        at: stage.games,
                        key: "draw-\(number)"
                    )
                }
                slowest = max(slowest, took)
            }
            return slowest
        }

        /// Has all members do something at once.
        ///
        /// - Returns: How long the slowest answer took.
        private func all(
            _ send: @escaping @Sendable (String) async throws -> TestClient.Answer
        ) async throws -> Duration {
            try await withThrowingTaskGroup(of: Duration.self) { group in
                for member in Self.members {
                    group.addTask {
                        let begun = ContinuousClock.now
                        let answer = try await send(member)
                        #expect(answer.status == 201, "\(answer.text)")
                        return ContinuousClock.now - begun
                    }
                }
                return try await group.reduce(.zero) { max($0, $1) }
            }
        }

        private func expectAll(of member: String, _ stage: BadgesStage) async throws {
            let path = "/v1/members/\(member)/profile"
            let page = try await stage.operated(.get, path, at: stage.badges).json
            #expect(page["badges"]?[0]?["tiers"]?[0]?["earnedAt"] != nil, "\(page)")
            #expect(page["tasks"]?[0]?["state"] == "rewarded", "\(page)")
            #expect(page["level"]?["number"] == 2 && page["growth"] == 30, "\(page)")
            // What it had, the check-in, three prizes, less the draw that is paid for, the badge
            // and the task.
            let sum: Int64 = 50 + 1 + 21 - 5 + 100 + 1000
            let points = try await stage.points(of: member)
            #expect(points == sum)
        }
    }
}
