import Access
import Calls
import TestSupport
import Testing

extension RealProcesses {
    @Suite("Check-ins while the gateway or the service fails")
    struct CheckinFaultTests {
        private static let members = (0..<40).map { "m-\($0)" }
        /// How often somebody checks in while the gateway is away.
        private static let pace = Duration.milliseconds(25)

        @Test("With the gateway down all check-ins succeed; their points arrive once it is back")
        func gatewayDown() async throws {
            let scene = try await CheckinScene()
            var gateway = try await scene.startFirstGateway()
            let checkin = try await scene.startFirstCheckin()
            try await checkin.checkInAll(Self.members)
            gateway.client.close()
            await gateway.process.kill()
            var members = Self.members
            let end = ContinuousClock.now + RunOptions.outage
            while ContinuousClock.now < end {
                members.append("m-\(members.count)")
                try await checkin.checkInAll(members.suffix(1))
                try await Task.sleep(for: Self.pace)
            }
            #expect(try await checkin.owed(to: "gateway") >= members.count - Self.members.count)
            gateway = try await scene.stage.start()
            try await Self.expectAll(gateway, checkin, have: members)
            print("\(members.count) check-ins, the gateway away for \(RunOptions.outage)")
            #expect(await checkin.process.stop() == .exited(code: 0))
        }

        @Test("With the gateway killed after its commit and before its answer, points come once")
        func answerLost() async throws {
            let scene = try await CheckinScene()
            var gateway = try await scene.startFirstGateway()
            let checkin = try await scene.startFirstCheckin()
            scene.faults.set(.loseAnswer, then: .refuse)
            try await checkin.checkInAll(["m-0"])
            // What the first exchange has brought is committed; nothing else gets through.
            try await gateway.expect(["m-0": 1])
            gateway.client.close()
            await gateway.process.kill()
            #expect(try await checkin.owed(to: "gateway") == 1)
            try await checkin.checkInAll(Array(Self.members.dropFirst()))
            gateway = try await scene.stage.start()
            #expect(try await gateway.balance(of: "m-0") == 1)
            scene.faults.set(.none)
            try await Self.expectAll(gateway, checkin)
            #expect(await checkin.process.stop() == .exited(code: 0))
        }

        @Test(
            "With the service killed before its delivery, or before it heard, points come once",
            arguments: [FaultProxy.Fault.refuse, .loseAnswer]
        )
        func serviceKilled(first: FaultProxy.Fault) async throws {
            let scene = try await CheckinScene()
            let gateway = try await scene.startFirstGateway()
            var checkin = try await scene.startFirstCheckin()
            scene.faults.set(first, then: .refuse)
            try await checkin.checkInAll(Self.members)
            try await eventually("a delivery has failed") { scene.faults.taken > 0 }
            await checkin.process.kill()
            checkin = try await scene.startCheckin()
            #expect(try await checkin.owed(to: "gateway") == 40)
            scene.faults.set(.none)
            try await Self.expectAll(gateway, checkin)
            #expect(await checkin.process.stop() == .exited(code: 0))
            #expect(await gateway.stop() == .exited(code: 0))
        }

        /// Each member has the points of one check-in, and nothing is owed any more.
        private static func expectAll(
            _ gateway: Gateway,
            _ checkin: Checkin,
            have members: [String] = members
        ) async throws {
            try await eventually("nothing is owed to the gateway") {
                try await checkin.owed(to: "gateway") == 0
            }
            for member in members {
                #expect(try await gateway.statement(of: member) == ["checkin:2026-03-02"])
                #expect(try await gateway.balance(of: member) == 1)
            }
            #expect(try await checkin.outbox("parked").isEmpty)
        }
    }
}
