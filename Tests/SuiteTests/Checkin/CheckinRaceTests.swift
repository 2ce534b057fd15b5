import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Many check-ins of one member at once")
    struct CheckinRaceTests {
        private static let crowd = 200
        private static let rounds = 6

        @Test("with the service killed between them: one award, one event, one answer")
        func race() async throws {
            var random = SeededGenerator(for: "200 check-ins at once")
            let scene = try await CheckinScene()
            let gateway = try await scene.startFirstGateway()
            var checkin = try await scene.startFirstCheckin()
            let members = (0..<Self.rounds).map { "m-\($0)" }
            var fresh = 0
            for member in members {
                let token = try await scene.stage.keys.token(.member, member)
                async let herd = Self.checkIn(token, on: scene.client)
                let moment = Duration.microseconds(Int.random(in: 0...60_000, using: &random))
                try await Task.sleep(for: moment)
                await checkin.process.kill()
                checkin = try await scene.startCheckin()
                let answers = try await herd
                #expect(answers.count == Self.crowd)
                #expect(Set(answers.map(\.body)).count == 1)
                #expect(answers.first?.json["member"] == .string(member))
                let firsts = answers.count { !$0.isReplayed }
                #expect(firsts <= 1)
                fresh += firsts
            }
            print("\(fresh) of \(Self.rounds) first answers were not lost in a kill")
            try await gateway.expect(Dictionary(uniqueKeysWithValues: members.map { ($0, 1) }))
            try await eventually("nothing is owed to the gateway") {
                try await checkin.owed(to: "gateway") == 0
            }
            let events = try await checkin.outbox("owed").filter { $0["neighbour"] == "badges" }
            for member in members {
                #expect(try await gateway.statement(of: member) == ["checkin:2026-03-02"])
                let own = events.filter { $0["member"]?.text == member }
                #expect(own.count == 1, "\(own)")
                #expect(own.first?["operation"]?["type"] == "checkin.done")
            }
            #expect(await checkin.process.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        /// Checks one member in from everywhere at once; each goes on until it is answered.
        private static func checkIn(
            _ token: String,
            on client: TestClient
        ) async throws -> [TestClient.Answer] {
            try await withThrowingTaskGroup(of: TestClient.Answer.self) { group in
                for _ in 0..<crowd {
                    group.addTask { try await insist(token, on: client) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
        }

        private static func insist(
            _ token: String,
            on client: TestClient
        ) async throws -> TestClient.Answer {
            while true {
                do {
                    let answer = try await client.send(
                        .post,
                        "/v1/checkins",
                        ["day": .string(CheckinScene.today)],
                        token: token
                    )
                    if answer.status == 201 { return answer }
                    try #require(answer.status == 503, "\(answer.text)")
                } catch is CallFailure {
                    // The service is being killed or started: the same is asked again.
                }
                try await Task.sleep(for: .milliseconds(10))
            }
        }
    }
}
