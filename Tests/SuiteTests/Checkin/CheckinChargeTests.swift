import Foundation
import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Charges whose answer is lost")
    struct CheckinChargeTests {
        @Test("A make-up's lost charge is answered 202; the sweeper ends it, charged once")
        func answerLost() async throws {
            let (scene, gateway, checkin) = try await Self.missedDay()
            let pending = try await Self.begin(scene, gateway, checkin)
            scene.faults.set(.none)
            let done = try await Self.end(pending, checkin)
            #expect(done.json["paid"] == ["asset": "points", "amount": 10])
            try await Self.expectRepaired(gateway, checkin, by: done)
            #expect(await checkin.process.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("Pending through a kill of the service, it is ended by the next process")
        func killed() async throws {
            var (scene, gateway, checkin) = try await Self.missedDay()
            let pending = try await Self.begin(scene, gateway, checkin)
            await checkin.process.kill()
            scene.faults.set(.none)
            checkin = try await scene.startCheckin()
            let done = try await Self.end(pending, checkin)
            try await Self.expectRepaired(gateway, checkin, by: done)
            #expect(await checkin.process.stop() == .exited(code: 0))
        }

        @Test("With the secret changed after it was charged, it is alarmed, and ends as done")
        func rotated() async throws {
            var (scene, gateway, checkin) = try await Self.missedDay()
            let pending = try await Self.begin(scene, gateway, checkin)
            gateway.client.close()
            await gateway.process.kill()
            let secret = UUID().uuidString + UUID().uuidString
            try scene.writeKeys(secret: secret)
            gateway = try await scene.stage.start()
            scene.faults.set(.none)
            try await eventually("the intent is alarmed") {
                try await checkin.alarmed().map { $0["id"] } == [pending["id"]]
            }
            let alarmed = try await checkin.alarmed()
            #expect(alarmed.first?["alarm"]?["status"] == 401)
            #expect(alarmed.first?["state"] == "pending")
            let ill = try await scene.examine()
            #expect(ill.end == .exited(code: 1))
            let fault = "fault checkin: intents: 1 of 1 pending need a person: makeup "
            #expect(ill.output.contains(fault), "\(ill.output)")
            #expect(ill.output.contains("ok    checkin: streaks: 1 members"), "\(ill.output)")
            try scene.write(secret: secret)
            let done = try await Self.end(pending, checkin)
            #expect(try await checkin.alarmed().isEmpty)
            let well = try await scene.examine()
            #expect(well.end == .exited(code: 0), "\(well.output)")
            #expect(well.output.contains("ok    checkin: intents: none pending"))
            try await Self.expectRepaired(gateway, checkin, by: done)
            #expect(await checkin.process.stop() == .exited(code: 0))
        }

        @Test(
            "With the check-in gone from the programme, what was charged is repaired all the same"
        )
        func withdrawn() async throws {
            let (scene, gateway, checkin) = try await Self.missedDay()
            let pending = try await Self.begin(scene, gateway, checkin)
            try await scene.publish([])
            #expect(try await checkin.checkIn("m-9", on: "2026-03-04").status == 404)
            scene.faults.set(.none)
            _ = try await Self.end(pending, checkin)
            // Days end too, of which the service must not despair.
            try await scene.set(clockOf: scene.client, to: "2026-03-05T04:00:00Z")
            try await scene.publish(CheckinScene.rules)
            let page = try await checkin.page(of: "m-1")
            #expect(page["streak"]?["current"] == 3)
            #expect(page["today"]?["day"] == "2026-03-05")
            try await gateway.expect(["m-1": 100])
            #expect(await checkin.process.stop() == .exited(code: 0))
        }

        // MARK: The parts of each

        /// A member who can pay and missed 3 March, on the fourth.
        private static func missedDay() async throws -> (CheckinScene, Gateway, Checkin) {
            let scene = try await CheckinScene()
            let gateway = try await scene.startFirstGateway()
            let checkin = try await scene.startFirstCheckin()
            try await checkin.missDay(of: "m-1", gateway)
            try await gateway.credit(98, to: "m-1", key: "c-1")
            return (scene, gateway, checkin)
        }

        /// Begins a make-up of which the charge is made and its answer lost.
        ///
        /// - Returns: The answer, which is that nothing is known.
        private static func begin(
            _ scene: CheckinScene,
            _ gateway: Gateway,
            _ checkin: Checkin
        ) async throws -> JSON {
            scene.faults.set(.loseAnswer, then: .refuse)
            let answer = try await makeUp(checkin)
            #expect(answer.status == 202, "\(answer.text)")
            #expect(answer.json["state"] == "pending")
            let href = try #require(answer.json["href"]?.text)
            #expect(answer.header("Location") == href)
            #expect(try await gateway.balance(of: "m-1") == 90)
            let repeated = try await makeUp(checkin)
            #expect(repeated.status == 202)
            #expect(repeated.body == answer.body)
            #expect(try await checkin.look(href, as: "m-1").status == 202)
            #expect(try await checkin.look(href, as: "m-2").status == 404)
            let page = try await checkin.page(of: "m-1")
            let day = page["calendar"]?.elements?.first { $0["day"] == "2026-03-03" }
            #expect(day?["state"] == "missed")
            #expect(day?["isUnderRepair"] == true)
            #expect(day?["isRepairable"] == nil)
            return answer.json
        }

        private static func makeUp(_ checkin: Checkin) async throws -> TestClient.Answer {
            try await checkin.write("makeups", ["day": "2026-03-03"], for: "m-1", key: "k-1")
        }

        /// Waits until a make-up is done, without asking for it anew.
        private static func end(
            _ pending: JSON,
            _ checkin: Checkin
        ) async throws -> TestClient.Answer {
            let href = try #require(pending["href"]?.text)
            try await eventually("the make-up is done") {
                try await checkin.look(href, as: "m-1").json["state"] == "done"
            }
            return try await checkin.look(href, as: "m-1")
        }

        /// The day is repaired, paid for once, and what that has reached has arrived once.
        private static func expectRepaired(
            _ gateway: Gateway,
            _ checkin: Checkin,
            by done: TestClient.Answer
        ) async throws {
            let repeated = try await makeUp(checkin)
            #expect(repeated.status == 201, "\(repeated.text)")
            #expect(repeated.body == done.body)
            #expect(repeated.isReplayed)
            try await gateway.expect(["m-1": 100])
            #expect(try await gateway.statement(of: "m-1").count == 5)
            #expect(try await checkin.page(of: "m-1")["streak"]?["current"] == 3)
            try await eventually("nothing is owed to the gateway") {
                try await checkin.owed(to: "gateway") == 0
            }
        }
    }
}
