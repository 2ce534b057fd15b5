import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("What comes due while badges is killed")
    struct OverdueTests {
        /// Longer than until the first review, shorter than until the second one.
        private static let awayMs: Int64 = 70 * 86_400_000

        private static let badges: [JSON.Member] = [
            .init(
                "growth",
                ["over": ["months": 1], "rules": [["count": "review", "growth": 30]]]
            ),
            .init(
                "levels",
                [
                    "steps": [
                        ["id": "one", "at": 10], ["id": "two", "at": 20],
                        ["id": "three", "at": 30],
                    ],
                    "review": ["months": 2],
                ]
            ),
            .init(
                "boards",
                [
                    [
                        "id": "day", "count": "review", "each": "day",
                        "prizes": [["to": 1, "reward": 7]],
                    ]
                ]
            ),
        ]

        /// Services that see a clock of the system which a test shifts.
        private struct Shifted: Sendable {
            let stage: BadgesStage
            let clock: ShiftedClock

            /// The day that it is in the zone of the programme.
            var today: String {
                let local = Instant(milliseconds: clock.now.milliseconds + 8 * 3_600_000)
                return local.utcDay.description
            }

            func start(_ name: String, jobPauseMs: Int = 20) async throws -> ServiceProcess {
                let job = ["job-pause-ms": "\(jobPauseMs)"]
                return try await stage.start(name, job, adding: try clock.environment)
            }

            func read(_ path: String, of client: TestClient) async throws -> JSON {
                let token = try await stage.stage.keys.token(.operator, at: clock.now)
                let answer = try await client.send(.get, path, token: token)
                try #require(answer.status == 200, "\(answer.text)")
                return answer.json
            }

            /// The level of the member's page, which is brought up to date for it.
            func level() async throws -> JSON? {
                try await read("/v1/members/m-1/level", of: stage.badges)["level"]
            }

            /// What the list of levels tells, which is as it was left.
            func listed() async throws -> [Int64?] {
                let item = try await read("/v1/levels", of: stage.badges)["items"]?[0]
                return [item?["level"]?.integer, item?["version"]?.integer]
            }

            /// The amounts of the member's statement.
            func amounts() async throws -> [Int64?] {
                let path = "/v1/members/m-1/transfers"
                let items = try await read(path, of: stage.gateway)["items"]?.elements
                return items?.map { $0["amount"]?.integer } ?? []
            }
        }

        @Test(
            "is done at the next start, once, as of its own day, by the job or by who asks first",
            arguments: [0, 20]
        )
        func once(jobPauseMs: Int) async throws {
            let stage = try await BadgesStage(["gateway", "badges"])
            let shifted = Shifted(stage: stage, clock: try ShiftedClock(in: stage.stage))
            var gateway = try await shifted.start("gateway")
            var badges = try await shifted.start("badges")
            let review = try await enter(shifted)
            await badges.kill()
            await gateway.kill()
            try shifted.clock.shift(by: Self.awayMs)
            gateway = try await shifted.start("gateway")
            badges = try await shifted.start("badges", jobPauseMs: jobPauseMs)
            if jobPauseMs == 0 {
                // Without a job it waits for who asks first.
                #expect(try await shifted.listed() == [3, 1])
                try await expectFallen(on: review, shifted)
                #expect(try await shifted.amounts() == [])
            }
            for _ in 0..<2 {
                await badges.kill()
                badges = try await shifted.start("badges")
                try await eventually("the level is reviewed, the board is paid") {
                    let listed = try await shifted.listed()
                    return try await shifted.amounts() == [7] && listed == [2, 2]
                }
                try await expectFallen(on: review, shifted)
            }
            let periods = try await shifted.read("/v1/leaderboards/day/periods", of: stage.badges)
            #expect(periods["items"]?.elements?.count == 1)
            #expect(periods["items"]?[0]?["winners"] == 1, "\(periods)")
            let audit = try await shifted.read("/v1/reconciliation", of: stage.badges)
            #expect(audit["differences"] == [] && audit["checked"] == 1, "\(audit)")
            #expect(await badges.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
            #expect(!badges.log.contains("due work failed"))
        }

        /// Brings the member to the third level, on whose board it is the first.
        ///
        /// - Returns: The day of the level's review.
        private func enter(_ shifted: Shifted) async throws -> JSON {
            let stage = shifted.stage
            try await stage.publish([], to: stage.gateway)
            try await stage.publish(Self.badges, to: stage.badges)
            let event: JSON = [
                "id": "r-1", "type": "review", "member": "m-1", "day": .string(shifted.today),
                "occurredAt": .string(shifted.clock.now.description),
            ]
            let body: JSON = ["events": [event]]
            let told = try await stage.told(.post, "/v1/events", body, at: stage.badges)
            try #require(told.status == 200, "\(told.text)")
            let level = try await shifted.level()
            #expect(level?["number"] == 3, "\(told.text)")
            return try #require(level?["reviewOn"])
        }

        /// Finds the member one level lower since the day of the review, whenever that was made,
        /// and once alone.
        private func expectFallen(on review: JSON, _ shifted: Shifted) async throws {
            let level = try #require(try await shifted.level())
            #expect(level["number"] == 2 && level["since"] == review, "\(level)")
            let next = level["reviewOn"]?.text ?? ""
            #expect(next > shifted.today, "\(level)")
            #expect(try await shifted.listed() == [2, 2])
        }
    }
}
