import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Badges that is killed over claims")
    struct TaskCrashTests {
        private static let members = (0..<16).map { "m-\($0)" }
        private static let rounds = 5

        private static let tasks: [JSON.Member] = [
            .init("tasks", [task("claimed", "claim", 5), task("taken", "takeUp", 3)])
        ]

        private static func task(_ id: String, _ how: String, _ reward: Int64) -> JSON {
            .object([
                .init("id", .string(id)), .init("kind", "daily"), .init(how, true),
                .init("goal", ["count": "review", "atLeast": 1]), .init("reward", .integer(reward)),
            ])
        }

        @Test("each task is rewarded once, and each answer stays the same")
        func tasks() async throws {
            var random = SeededGenerator(for: "killed over tasks")
            let stage = try await BadgesStage(["gateway", "badges"])
            let gateway = try await stage.stage.startFirst()
            let badges = try await RestartedService {
                try await stage.start("badges", ["test-clock": "true"])
            }
            try await stage.publish(Self.tasks, to: stage.badges)
            for round in 1...Self.rounds {
                let day = "2026-03-0\(round)"
                try await prepare(day, stage)
                async let answers = ask(on: day, stage)
                try await badges.kill(times: 2, withinMs: 0...40, &random)
                try await expectSame(try await answers, on: day, stage)
            }
            try await stage.waitUntilNothingIsOwed(by: stage.badges)
            let sums = Dictionary(uniqueKeysWithValues: Self.members.map { ($0, Int64(40)) })
            try await gateway.expect(sums)
            for member in Self.members {
                let references = try await gateway.statement(of: member)
                #expect(Set(references).count == 2 * Self.rounds)
                #expect(references.count == 2 * Self.rounds)
            }
            try await stage.expectReconciled(members: Self.members.count)
            #expect(await badges.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        /// Lets a day begin on which all have done what the tasks ask for.
        private func prepare(_ day: String, _ stage: BadgesStage) async throws {
            let set = try await stage.setClock(to: "\(day)T04:00:00Z", at: stage.badges)
            try #require(set.status == 200, "\(set.text)")
            let events = Self.members.map { member -> JSON in
                [
                    "id": .string("\(day)-\(member)"), "type": "review", "member": .string(member),
                    "occurredAt": .string("\(day)T04:00:00Z"), "day": .string(day),
                ]
            }
            let body: JSON = ["events": .array(events)]
            let told = try await stage.told(.post, "/v1/events", body, at: stage.badges)
            try #require(told.status == 200, "\(told.text)")
        }

        /// Has all members claim and take up at once.
        ///
        /// - Returns: The answers by the paths' ends.
        private func ask(
            on day: String,
            _ stage: BadgesStage
        ) async throws -> [String: TestClient.Answer] {
            let asked = Self.members.flatMap { ["\($0) claimed/claim", "\($0) taken/takeup"] }
            return try await withThrowingTaskGroup(of: (String, TestClient.Answer).self) { group in
                for request in asked {
                    group.addTask { (request, try await Self.send(request, on: day, stage)) }
                }
                return try await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
            }
        }

        private static func send(
            _ request: String,
            on day: String,
            _ stage: BadgesStage,
            key: String? = nil
        ) async throws -> TestClient.Answer {
            let words = request.split(separator: " ").map(String.init)
            return try await BadgesStage.surely {
                try await stage.send(
                    .post,
                    "/v1/members/me/tasks/\(words[1])",
                    [:],
                    as: words[0],
                    at: stage.badges,
                    key: key ?? "\(words[1].prefix(5))-\(day)"
                )
            }
        }

        /// Asks for all once more, under the same keys and under others.
        private func expectSame(
            _ answers: [String: TestClient.Answer],
            on day: String,
            _ stage: BadgesStage
        ) async throws {
            for (request, answer) in answers {
                #expect(answer.status == 201, "\(request): \(answer.text)")
                #expect(answer.json["state"] == "rewarded")
                let again = try await Self.send(request, on: day, stage)
                #expect(again.isReplayed && again.body == answer.body, "\(again.text)")
                guard request.hasSuffix("claim") else { continue }
                let other = try await Self.send(request, on: day, stage, key: "other-\(day)")
                #expect(other.slug == "limit-reached", "\(other.text)")
            }
        }
    }
}
