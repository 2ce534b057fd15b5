import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Badges that is away while members play")
    struct BadgesOutageTests {
        private static let members = (0..<40).map { "m-\($0)" }
        private static let days = ["2026-03-02", "2026-03-03", "2026-03-04", "2026-03-05"]

        private static let checkin: [JSON.Member] = [.init("checkin", ["base": 1])]
        private static let badges: [JSON.Member] = [
            .init(
                "badges",
                [
                    [
                        "id": "comer",
                        "tiers": [
                            [
                                "id": "first", "reward": 7,
                                "goal": ["count": "checkin.done", "atLeast": 1],
                            ],
                            [
                                "id": "streak", "reward": 11,
                                "goal": ["streak": "checkin.done", "atLeast": 4],
                            ],
                        ],
                    ]
                ]
            ),
            .init("growth", ["rules": [["count": "checkin.done", "growth": 10]]]),
            .init(
                "levels",
                ["steps": [["id": "low", "at": 10], ["id": "high", "at": 40, "reward": 5]]]
            ),
        ]

        @Test("killed on each day and away for a whole one: all is counted, and rewarded once")
        func outage() async throws {
            let stage = try await BadgesStage()
            let gateway = try await stage.stage.startFirst()
            let checkin = try await stage.start("checkin", ["test-clock": "true"])
            try await stage.publish(Self.checkin, to: stage.checkin)
            var badges = try await stage.start("badges")
            try await stage.publish(Self.badges, to: stage.badges)
            for (number, day) in Self.days.enumerated() {
                // On the second day nobody hears anything.
                if number == 1 { await badges.kill() }
                try await checkIn(on: day, at: stage) {
                    guard number != 1 else { return }
                    await badges.kill()
                    badges = try await stage.start("badges")
                }
                if number == 1 { badges = try await stage.start("badges") }
            }
            try await stage.waitUntilNothingIsOwed(by: stage.checkin)
            try await stage.waitUntilNothingIsOwed(by: stage.badges)
            for member in Self.members {
                try await expectAll(of: member, at: stage, gateway)
            }
            let audit = try await stage.operated(.get, "/v1/reconciliation", at: stage.badges)
            #expect(audit.json["differences"] == [], "\(audit.text)")
            #expect(audit.json["checked"]?.integer == Int64(Self.members.count))
            let ends = [await checkin.stop(), await badges.stop(), await gateway.process.stop()]
            #expect(ends.allSatisfy { $0 == .exited(code: 0) }, "\(ends)")
        }

        /// Has all members check in at once, and does something while they do.
        private func checkIn(
            on day: String,
            at stage: BadgesStage,
            meanwhile: () async throws -> Void
        ) async throws {
            let clock: JSON = ["now": .string("\(day)T04:00:00Z")]
            let set = try await stage.operated(.put, "/v1/clock", clock, at: stage.checkin)
            try #require(set.status == 200, "\(set.text)")
            try await withThrowingTaskGroup(of: Int.self) { group in
                for member in Self.members {
                    group.addTask {
                        try await stage.send(
                            .post,
                            "/v1/checkins",
                            ["day": .string(day)],
                            as: member,
                            at: stage.checkin
                        ).status
                    }
                }
                try await meanwhile()
                for try await status in group { #expect(status == 201) }
            }
        }

        private func expectAll(
            of member: String,
            at stage: BadgesStage,
            _ gateway: Gateway
        ) async throws {
            let path = "/v1/members/me/profile"
            let page = try await stage.send(.get, path, as: member, at: stage.badges).json
            let tiers = page["badges"]?[0]?["tiers"]?.elements ?? []
            #expect(tiers.count == 2 && tiers.allSatisfy { $0["earnedAt"] != nil }, "\(page)")
            #expect(page["level"]?["number"] == 2)
            #expect(page["growth"] == 40)
            let balance = try await gateway.client.send(
                .get,
                "/v1/members/\(member)/balance",
                token: gateway.token
            )
            let points = balance.json["assets"]?["points"]?["available"]
            // Four days, both tiers and the second level.
            #expect(points == 27, "\(balance.text)")
        }
    }
}
