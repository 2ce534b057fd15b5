import Access
import Calls
import Foundation
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("A gateway that is killed over its feed to badges")
    struct FeedCursorTests {
        /// Where it is killed.
        enum Window: String, CaseIterable, Sendable {
            /// The events are stored, and badges was not reached.
            case beforeTelling
            /// Badges has counted them, and its answer was lost.
            case beforeTheAnswer
            /// Badges has answered, and the feed's place is stored.
            case afterTheAnswer
        }

        private static let orders = 5
        private static let cycles = 3

        private static let earning: [JSON.Member] = [
            .init(
                "earning",
                [
                    "rules": [
                        ["id": "order", "event": "order.paid", "rate": ["points": 1, "per": 100]]
                    ]
                ]
            )
        ]

        private static let badges: [JSON.Member] = [
            .init(
                "badges",
                [
                    [
                        "id": "all",
                        "tiers": [
                            [
                                "id": "t",
                                "goal": [
                                    "all": [
                                        ["count": "order.paid", "atLeast": 1_000],
                                        ["count": "points.earned", "atLeast": 1_000],
                                        [
                                            "sum": "amount", "of": "points.earned",
                                            "atLeast": 1_000_000,
                                        ],
                                    ]
                                ],
                            ]
                        ],
                    ],
                    [
                        "id": "first",
                        "tiers": [
                            [
                                "id": "t", "reward": 1000,
                                "goal": ["count": "order.paid", "atLeast": 1],
                            ]
                        ],
                    ],
                ]
            )
        ]

        @Test(
            "goes on where badges has heard it: each event counts once",
            arguments: Window.allCases
        )
        func killed(_ window: Window) async throws {
            let stage = try await BadgesStage(["gateway", "badges"])
            let badges = try await stage.start("badges")
            let faults = FaultSwitch()
            let proxy = try FaultProxy(to: UInt16(badges.port)) { _ in faults.take() }
            defer { proxy.stop() }
            let way = ["badges-url": proxy.url]
            var gateway = try await stage.start("gateway", way)
            try await stage.publish(Self.earning, to: stage.gateway)
            try await stage.publish(Self.badges, to: stage.badges)
            for cycle in 1...Self.cycles {
                let before = try await counted(stage)
                faults.set(window == .beforeTelling ? .refuse : .loseAnswer)
                if window == .afterTheAnswer { faults.set(.none) }
                try await order(cycle, stage)
                switch window {
                case .beforeTelling:
                    try await eventually("badges was called") { faults.taken > 0 }
                    #expect(try await counted(stage) == before)
                case .beforeTheAnswer:
                    try await eventually("badges counts") { try await counted(stage) != before }
                case .afterTheAnswer:
                    try await stage.waitUntilNothingIsOwed(by: stage.gateway)
                }
                await gateway.kill()
                faults.set(.none)
                gateway = try await stage.start("gateway", way)
                for client in [stage.gateway, stage.badges, stage.gateway, stage.badges] {
                    try await stage.waitUntilNothingIsOwed(by: client)
                }
                let orders = Int64(cycle * Self.orders)
                #expect(try await counted(stage) == [orders, orders, 2 * orders])
                #expect(try await stage.points(of: "m-1") == 1000 + 2 * orders)
            }
            try await stage.expectReconciled(members: 1)
            let ends = [await gateway.stop(), await badges.stop()]
            #expect(ends.allSatisfy { $0 == .exited(code: 0) }, "\(ends)")
        }

        /// Tells some orders at once, each of which earns two points.
        private func order(_ cycle: Int, _ stage: BadgesStage) async throws {
            let events = (0..<Self.orders).map { number -> JSON in
                [
                    "id": .string("o-\(cycle)-\(number)"), "type": "order.paid", "member": "m-1",
                    "amountMinor": 250, "occurredAt": .string(Date().ISO8601Format()),
                ]
            }
            let body: JSON = ["events": .array(events)]
            let answer = try await stage.told(.post, "/v1/events", body, at: stage.gateway)
            try #require(answer.status == 200, "\(answer.text)")
        }

        /// How many orders badges has counted, how many credits for them, and of how much.
        private func counted(_ stage: BadgesStage) async throws -> [Int64] {
            let path = "/v1/members/m-1/profile"
            let page = try await stage.operated(.get, path, at: stage.badges).json
            let parts = page["badges"]?[0]?["tiers"]?[0]?["parts"]?.elements ?? []
            return parts.compactMap { $0["value"]?.integer }
        }
    }
}
