import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Badges that is killed over facts")
    struct FactCrashTests {
        private static let members = (0..<16).map { "m-\($0)" }

        /// A point for the newest tag, and ten in the month of the birthday.
        private static let probe: [JSON.Member] = [
            .init(
                "earning",
                [
                    "rules": [
                        ["id": "new", "event": "probe", "fixed": 1, "when": ["tag": "t-9"]],
                        [
                            "id": "born", "event": "probe", "fixed": 10,
                            "when": ["birthdayMonth": true],
                        ],
                    ]
                ]
            )
        ]

        @Test("neighbours come to know the newest of each")
        func newest() async throws {
            var random = SeededGenerator(for: "killed over facts")
            let stage = try await BadgesStage(["gateway", "badges"])
            let gateway = try await stage.startGateway(Self.probe, at: "2026-03-02T04:00:00Z")
            let badges = try await RestartedService { try await stage.start("badges") }
            try await stage.publish([], to: stage.badges)
            async let told: Void = tell(stage)
            try await badges.kill(times: 8, withinMs: 0...60, &random)
            try await told
            try await stage.waitUntilNothingIsOwed(by: stage.badges)
            for member in Self.members {
                let event: JSON = [
                    "id": .string("probe-\(member)"), "type": "probe", "member": .string(member),
                    "occurredAt": "2026-03-02T04:00:00Z",
                ]
                let answer = try await stage.told(.post, "/v1/events", event, at: stage.gateway)
                #expect(answer.status == 201, "\(answer.text)")
                let balance = try await gateway.balance(of: member)
                #expect(balance == 11, "\(answer.text)")
            }
            #expect(await badges.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        /// Tells ten tags of each member, one after the other, and its birthday beside them.
        private func tell(_ stage: BadgesStage) async throws {
            try await withThrowingTaskGroup(of: Void.self) { group in
                for member in Self.members {
                    group.addTask {
                        for number in 0..<10 {
                            let tag = JSON.string("t-\(number)")
                            try await Self.put(["tags": .array([tag])], of: member, stage)
                        }
                    }
                    group.addTask {
                        // Another one would count from the next year on.
                        for _ in 0..<3 {
                            try await Self.put(["birthday": "03-15"], of: member, stage)
                        }
                    }
                }
                try await group.waitForAll()
            }
        }

        private static func put(
            _ facts: JSON,
            of member: String,
            _ stage: BadgesStage
        ) async throws {
            let path = "/v1/members/\(member)/facts"
            let answer = try await BadgesStage.surely {
                try await stage.told(.put, path, facts, at: stage.badges)
            }
            #expect(answer.status == 200, "\(answer.text)")
        }
    }
}
