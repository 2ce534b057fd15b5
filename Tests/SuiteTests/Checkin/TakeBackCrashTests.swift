import Access
import Calls
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Every crash window of a take-back")
    struct TakeBackCrashTests {
        /// When a process is killed, and which.
        enum Window: String, CaseIterable, Sendable {
            /// The service, which has stored the reversal and has not reached the gateway.
            case beforeTheDelivery
            /// The service, which has not heard that the gateway has taken the points back.
            case afterTheDelivery
            /// The gateway, between its commit and its answer.
            case beforeTheAnswer
        }

        /// A make-up is free, and reaches the third day, which is worth 10.
        private static let rules: [JSON.Member] = [
            JSON.Member(
                "checkin",
                [
                    "base": 1, "milestones": [["at": 3, "award": 10]],
                    "makeUp": ["windowDays": 7, "perMonth": 3, "prices": [0]],
                ]
            )
        ]

        @Test(
            "the award is taken back once, and what is granted anew meanwhile comes once, after it",
            arguments: Window.allCases
        )
        func killed(_ window: Window) async throws {
            var (gateway, checkin) = try await Self.missedDay()
            let scene = checkin.scene
            let first = try await Self.makeUp("k-1", checkin)
            try await Self.expectSettled(12, gateway, checkin)
            Self.set(window, scene)
            try await Self.reverse(first, checkin)
            if window == .beforeTheDelivery {
                try await eventually("a delivery has failed") { scene.faults.taken > 0 }
            } else {
                try await gateway.expect(["m-1": 2])
            }
            if window == .beforeTheAnswer {
                gateway.client.close()
                await gateway.process.kill()
                gateway = try await scene.stage.start()
            } else {
                checkin = try await Self.restart(checkin)
            }
            var owed = try await checkin.owed(to: "gateway")
            #expect(owed == 1)
            // What the day earns again is behind what is taken back, through another kill too.
            try await Self.makeUp("k-2", checkin)
            checkin = try await Self.restart(checkin)
            owed = try await checkin.owed(to: "gateway")
            #expect(owed == 2)
            let balance = try await gateway.balance(of: "m-1")
            #expect(balance == (window == .beforeTheDelivery ? 12 : 2))
            scene.faults.set(.none)
            try await Self.expectSettled(12, gateway, checkin)
            // Two check-ins, an award, its reversal and the award that came after it.
            let entries = try await gateway.statement(of: "m-1")
            #expect(entries.count == 5)
            let again = try await Self.reverse(first, checkin)
            #expect(again.isReplayed)
            try await Self.expectWell(gateway, checkin)
        }

        @Test("what the gateway refuses to take back is not handed out again, heard of or not")
        func refused() async throws {
            let (gateway, started) = try await Self.missedDay()
            var checkin = started
            let scene = checkin.scene
            let first = try await Self.makeUp("k-1", checkin)
            try await Self.expectSettled(12, gateway, checkin)
            try await Self.spend(12, gateway)
            scene.faults.set(.loseAnswer, then: .refuse)
            try await Self.reverse(first, checkin)
            // The exchange after it is begun only when the answer was lost.
            try await eventually("the refusal was lost") { scene.faults.taken > 1 }
            let second = try await Self.makeUp("k-2", checkin)
            checkin = try await Self.restart(checkin)
            scene.faults.set(.none)
            try await Self.expectParked(refused: 1, waiting: 1, checkin)
            // Its undoing waits as well, and so does what is granted after that.
            try await Self.reverse(second, checkin)
            checkin = try await Self.restart(checkin)
            try await Self.makeUp("k-3", checkin)
            try await Self.expectParked(refused: 1, waiting: 3, checkin)
            let balance = try await gateway.balance(of: "m-1")
            #expect(balance == 0)
            // Once it can be taken back, all that waited follows: in the end one award stands.
            try await gateway.credit(30, to: "m-1", key: "c-1")
            let row = try #require(try await checkin.outbox("refused").first?["id"]?.text)
            _ = try await checkin.operated(.post, "/v1/outbox/\(row)/retry", [:], key: "r-1")
            try await Self.expectSettled(30, gateway, checkin)
            try await Self.expectWell(gateway, checkin)
        }

        @Test("a kill at any moment of the reversal leaves one take-back for each")
        func anyMoment() async throws {
            let (gateway, started) = try await Self.missedDay()
            var checkin = started
            let rounds = 8
            for round in 0..<rounds {
                let made = try await Self.makeUp("k-\(round)", checkin)
                let running = checkin
                // Lost is why the answer does not come: the request is repeated.
                let sent = Task { try? await Self.send(reversalOf: made, running) }
                try await Task.sleep(for: .milliseconds(round))
                checkin = try await Self.restart(checkin)
                _ = await sent.value
                try await Self.reverse(made, checkin)
            }
            try await Self.expectSettled(2, gateway, checkin)
            let entries = try await gateway.statement(of: "m-1")
            #expect(entries.count == 2 + 2 * rounds)
            try await Self.expectWell(gateway, checkin)
        }
    }
}

// MARK: The parts of each

extension RealProcesses.TakeBackCrashTests {
    /// A member who missed 3 March, on the fourth, with the points of two check-ins.
    private static func missedDay() async throws -> (Gateway, Checkin) {
        let scene = try await CheckinScene()
        let gateway = try await scene.startFirstGateway()
        let checkin = try await scene.startFirstCheckin()
        try await scene.publish(rules)
        try await checkin.missDay(of: "m-1", gateway)
        return (gateway, checkin)
    }

    private static func set(_ window: Window, _ scene: CheckinScene) {
        switch window {
        case .beforeTheDelivery: scene.faults.set(.refuse)
        case .afterTheDelivery, .beforeTheAnswer: scene.faults.set(.loseAnswer, then: .refuse)
        }
    }

    private static func restart(_ checkin: Checkin) async throws -> Checkin {
        await checkin.process.kill()
        return try await checkin.scene.startCheckin()
    }

    /// Makes the missed day up, which earns the milestone.
    ///
    /// - Returns: The make-up's id.
    @discardableResult
    private static func makeUp(_ key: String, _ checkin: Checkin) async throws -> String {
        let day: JSON = ["day": "2026-03-03"]
        let made = try await checkin.write("makeups", day, for: "m-1", key: key)
        try #require(made.status == 201, "\(made.text)")
        #expect(made.json["award"]?["total"] == [["asset": "points", "amount": 10]])
        return try #require(made.json["id"]?.text)
    }

    private static func send(
        reversalOf makeUp: String,
        _ checkin: Checkin
    ) async throws -> TestClient.Answer {
        try await checkin.client.send(
            .post,
            "/v1/makeups/\(makeUp)/reversal",
            ["reason": "error"],
            token: checkin.scene.token,
            key: makeUp
        )
    }

    @discardableResult
    private static func reverse(
        _ makeUp: String,
        _ checkin: Checkin
    ) async throws -> TestClient.Answer {
        let answer = try await send(reversalOf: makeUp, checkin)
        try #require(answer.status == 201, "\(answer.text)")
        #expect(answer.json["takenBack"] == [["asset": "points", "amount": 10]])
        return answer
    }

    private static func spend(_ amount: Int64, _ gateway: Gateway) async throws {
        let answer = try await gateway.client.send(
            .post,
            "/v1/debits",
            ["member": "m-1", "amount": .integer(amount), "reason": "test"],
            token: gateway.token,
            key: "d-1"
        )
        try #require(answer.status == 201, "\(answer.text)")
    }

    /// Nothing is owed to the gateway or parked, and the member has so much.
    private static func expectSettled(
        _ balance: Int64,
        _ gateway: Gateway,
        _ checkin: Checkin
    ) async throws {
        try await eventually("nothing is owed or parked") {
            let isSettled = try await checkin.owed(to: "gateway") == 0
            return try await checkin.outbox("parked").isEmpty && isSettled
        }
        let now = try await gateway.balance(of: "m-1")
        #expect(now == balance)
    }

    private static func expectParked(
        refused: Int,
        waiting: Int,
        _ checkin: Checkin
    ) async throws {
        try await eventually("\(refused) messages are refused and \(waiting) wait") {
            guard try await checkin.outbox("refused").count == refused else { return false }
            return try await checkin.outbox("waiting").count == waiting
        }
    }

    /// The streaks are what the days make of them, by `jifen doctor`, the accounts are what their
    /// transfers make of them, and both services end well.
    private static func expectWell(_ gateway: Gateway, _ checkin: Checkin) async throws {
        let ledger = try await gateway.client.send(
            .get,
            "/v1/reconciliation",
            token: checkin.scene.token
        )
        #expect(ledger.json["differences"] == [], "\(ledger.text)")
        let doctor = try await checkin.scene.examine()
        #expect(doctor.end == .exited(code: 0), "\(doctor.output)")
        #expect(doctor.output.contains("ok    checkin: streaks: 1 members"), "\(doctor.output)")
        #expect(await checkin.process.stop() == .exited(code: 0))
        #expect(await gateway.stop() == .exited(code: 0))
    }
}
