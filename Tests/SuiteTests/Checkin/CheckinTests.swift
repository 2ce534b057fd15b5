import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Check-ins that pay through the gateway")
    struct CheckinTests {
        @Test("A check-in's points arrive; a repeat answers the same; the page shows it")
        func checkIn() async throws {
            let scene = try await CheckinScene()
            let gateway = try await scene.startFirstGateway()
            let checkin = try await scene.startFirstCheckin()
            let first = try await checkin.checkIn("m-1")
            #expect(first.status == 201, "\(first.text)")
            #expect(!first.isReplayed)
            #expect(first.json["day"] == .string(CheckinScene.today))
            #expect(first.json["streak"]?["current"] == 1)
            #expect(first.json["award"]?["total"] == [["asset": "points", "amount": 1]])
            let again = try await checkin.checkIn("m-1")
            #expect(again.status == 201)
            #expect(again.body == first.body)
            #expect(again.isReplayed)
            try await gateway.expect(["m-1": 1])
            #expect(try await gateway.statement(of: "m-1") == ["checkin:2026-03-02"])

            let wrong = try await checkin.checkIn("m-1", on: "2026-03-03")
            #expect(wrong.status == 409 && wrong.slug == "not-open", "\(wrong.text)")
            #expect(wrong.json["final"] == nil)
            let page = try await checkin.page(of: "m-1")
            #expect(page["today"]?["day"] == .string(CheckinScene.today))
            #expect(page["today"]?["isChecked"] == true)
            #expect(page["today"]?["endsAt"] == "2026-03-02T16:00:00.000Z")
            #expect(page["today"]?["award"] == first.json["award"])
            #expect(page["tomorrow"]?["award"]?["total"]?[0]?["amount"] == 2)
            #expect(page["nextMilestone"]?["at"] == 3)
            #expect(page["calendar"] == [["day": "2026-03-02", "state": "checked"]])
            #expect(await checkin.process.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        @Test("A make-up is refused for lack of points, or charged; then the day is repaired")
        func makeUp() async throws {
            let (_, gateway, checkin) = try await Self.missedDay()
            let missed = try await checkin.page(of: "m-1")
            #expect(Self.state(of: "2026-03-03", in: missed) == "missed")
            #expect(missed["makeUps"]?["costs"]?[0]?["amount"] == 10)
            let day: JSON = ["day": "2026-03-03"]
            for query in ["?dryRun=true", ""] {
                let refused = try await checkin.write(
                    "makeups",
                    day,
                    for: "m-1",
                    key: "k-1",
                    query: query
                )
                #expect(refused.status == 409, "\(refused.text)")
                #expect(refused.slug == "insufficient-points", "\(refused.text)")
                #expect(refused.json["available"] == 2)
                #expect(refused.json["missing"] == 8)
                #expect(try await checkin.page(of: "m-1") == missed)
            }

            try await gateway.credit(100, to: "m-1", key: "c-1")
            let made = try await checkin.write("makeups", day, for: "m-1", key: "k-2")
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json["state"] == "done")
            #expect(made.json["paid"] == ["asset": "points", "amount": 10])
            #expect(made.json["award"]?["total"] == [["asset": "points", "amount": 10]])
            #expect(made.json["streak"]?["current"] == 3)
            try await gateway.expect(["m-1": 102])
            for (key, answer) in [("k-2", made.status), ("k-1", 409)] {
                let again = try await checkin.write("makeups", day, for: "m-1", key: key)
                #expect(again.status == answer)
                #expect(again.isReplayed)
                if key == "k-2" { #expect(again.body == made.body) }
            }
            let page = try await checkin.page(of: "m-1")
            #expect(Self.state(of: "2026-03-03", in: page) == "madeUp")
            #expect(page["streak"]?["current"] == 3)
            #expect(page["makeUps"]?["left"] == 2)
            #expect(page["makeUps"]?["costs"]?[0]?["amount"] == 20)
            #expect(try await gateway.balance(of: "m-1") == 102)
            #expect(await checkin.process.stop() == .exited(code: 0))
        }

        @Test("A freeze is bought, covers a missed day, and no more are sold than can be held")
        func freeze() async throws {
            let (scene, gateway, checkin) = try await Self.missedDay()
            try await gateway.credit(100, to: "m-1", key: "c-1")
            for place in 1...2 {
                let bought = try await checkin.write("freezes", for: "m-1", key: "f-\(place)")
                #expect(bought.status == 201, "\(bought.text)")
                #expect(bought.json["held"] == .integer(Int64(place)))
                #expect(bought.json["paid"] == ["asset": "points", "amount": 5])
            }
            let refused = try await checkin.write("freezes", for: "m-1", key: "f-3")
            #expect(refused.status == 409 && refused.slug == "limit-reached", "\(refused.text)")
            try await gateway.expect(["m-1": 92])

            try await scene.set(clockOf: scene.client, to: "2026-03-06T04:00:00Z")
            let page = try await checkin.page(of: "m-1")
            #expect(Self.state(of: "2026-03-05", in: page) == "frozen")
            #expect(page["freezes"]?["held"] == 1)
            #expect(page["streak"]?["current"] == 1)
            #expect(await checkin.process.stop() == .exited(code: 0))
        }

        /// A member who checked in on 2 and 4 March, on the fourth; both awards have arrived.
        private static func missedDay() async throws -> (CheckinScene, Gateway, Checkin) {
            let scene = try await CheckinScene()
            let gateway = try await scene.startFirstGateway()
            let checkin = try await scene.startFirstCheckin()
            try await checkin.missDay(of: "m-1", gateway)
            return (scene, gateway, checkin)
        }

        private static func state(of day: String, in page: JSON) -> String? {
            page["calendar"]?.elements?.first { $0["day"]?.text == day }?["state"]?.text
        }
    }
}
