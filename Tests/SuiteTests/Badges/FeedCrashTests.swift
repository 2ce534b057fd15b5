import Access
import Calls
import Foundation
import Synchronization
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("The gateway's feed to badges, both killed in turn under load")
    struct FeedCrashTests {
        private static let members = (0..<12).map { "m-\($0)" }
        private static let kills = 5

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

        /// Goals that nobody reaches, which show what was counted, and a badge that is rewarded.
        private static let badges: [JSON.Member] = {
            let counted: [JSON] = [
                ["count": "order.paid", "atLeast": 1_000_000],
                ["sum": "amountMinor", "of": "order.paid", "atLeast": 1_000_000_000],
                ["count": "points.earned", "atLeast": 1_000_000],
                ["sum": "amount", "of": "points.earned", "atLeast": 1_000_000_000],
            ]
            let first: JSON = ["count": "order.paid", "atLeast": 1]
            return [
                .init(
                    "badges",
                    [
                        [
                            "id": "all",
                            "tiers": [["id": "gold", "goal": ["all": .array(counted)]]],
                        ],
                        [
                            "id": "first",
                            "tiers": [["id": "gold", "reward": 1000, "goal": first]],
                        ],
                    ]
                )
            ]
        }()

        /// What one member has ordered, and what badges ought to have counted of it.
        private struct Counts: Equatable, Sendable {
            var orders: Int64 = 0
            var amountMinor: Int64 = 0
            var credits: Int64 = 0
            var points: Int64 = 0
        }

        /// Whether members order any more.
        private final class Load: Sendable {
            let isOver = Mutex(false)
        }

        @Test("every event is counted once, and none is lost")
        func once() async throws {
            let seed = SeededGenerator.seed(for: "a feed under kills")
            let stage = try await BadgesStage(["gateway", "badges"])
            let gateway = try await RestartedService { try await stage.start("gateway") }
            let badges = try await RestartedService { try await stage.start("badges") }
            try await stage.publish(Self.earning, to: stage.gateway)
            try await stage.publish(Self.badges, to: stage.badges)
            let load = Load()
            let ordered = try await withThrowingTaskGroup(of: [String: Counts].self) { group in
                for (number, member) in Self.members.enumerated() {
                    group.addTask {
                        let random = SeededGenerator(seed: seed &+ UInt64(number) &+ 1)
                        let counts = try await Self.order(for: member, random, stage) {
                            load.isOver.withLock { $0 }
                        }
                        return [member: counts]
                    }
                }
                group.addTask {
                    defer { load.isOver.withLock { $0 = true } }
                    try await Self.kill(gateway, badges, SeededGenerator(seed: seed))
                    return [:]
                }
                return try await group.reduce(into: [:]) { all, some in all.merge(some) { $1 } }
            }
            try await settle(stage)
            for (member, counts) in ordered {
                try await expect(counts, of: member, stage)
            }
            let orders = ordered.values.map(\.orders).reduce(0, +)
            print("feed: \(orders) orders in \(Self.kills * 2) kills")
            try await stage.expectReconciled(members: Self.members.count)
            #expect(await gateway.stop() == .exited(code: 0))
            #expect(await badges.stop() == .exited(code: 0))
        }

        private static func kill(
            _ gateway: RestartedService,
            _ badges: RestartedService,
            _ random: SeededGenerator
        ) async throws {
            var random = random
            for _ in 0..<kills {
                try await gateway.kill(times: 1, withinMs: 5...120, &random)
                try await badges.kill(times: 1, withinMs: 5...120, &random)
            }
        }

        /// Orders one thing after the other until it is over, each again until it is taken.
        private static func order(
            for member: String,
            _ random: SeededGenerator,
            _ stage: BadgesStage,
            until isOver: @Sendable () -> Bool
        ) async throws -> Counts {
            var random = random
            var counts = Counts()
            while !isOver() {
                // Some earn nothing, which is no credit.
                let amount = Int64.random(in: 1...2000, using: &random)
                let event: JSON = [
                    "id": .string("\(member)-\(counts.orders)"), "type": "order.paid",
                    "member": .string(member), "amountMinor": .integer(amount),
                    "occurredAt": .string(Date().ISO8601Format()),
                ]
                let answer = try await BadgesStage.surely {
                    try await stage.told(.post, "/v1/events", event, at: stage.gateway)
                }
                try #require(answer.status == 201, "\(answer.text)")
                counts.orders += 1
                counts.amountMinor += amount
                counts.credits += amount < 100 ? 0 : 1
                counts.points += amount / 100
            }
            return counts
        }

        /// Waits until all is told, and what was handed out for it too.
        private func settle(_ stage: BadgesStage) async throws {
            for client in [stage.gateway, stage.badges, stage.gateway, stage.badges] {
                try await stage.waitUntilNothingIsOwed(by: client)
            }
        }

        /// Compares what badges has counted with what was ordered, and that with the ledger.
        private func expect(
            _ counts: Counts,
            of member: String,
            _ stage: BadgesStage
        ) async throws {
            let path = "/v1/members/\(member)/profile"
            let page = try await stage.operated(.get, path, at: stage.badges).json
            let parts = page["badges"]?[0]?["tiers"]?[0]?["parts"]?.elements ?? []
            let values = parts.map { $0["value"]?.integer }
            #expect(
                values == [counts.orders, counts.amountMinor, counts.credits, counts.points],
                "\(member): \(counts)"
            )
            #expect(try await stage.points(of: member) == counts.points + 1000)
        }
    }
}
