import Intents
import Primitives
import ServiceHost
import Storage
import TestSupport
import Testing
import Wire

@Suite("A charge of which nothing is known")
struct DoubtTests {
    @Test(
        "it stays pending, is answered 202 with where to look, and is settled later",
        arguments: PretendGateway.Fault.allCases.filter { $0 != .silent }
    )
    func pending(fault: PretendGateway.Fault) async throws {
        try await withStage { stage, gateway in
            gateway.change { $0.faults = [fault] }
            // A connection that dies without a byte is opened again by libcurl, charge and all.
            let first = try await stage.makeUp(3)
            if first.status == 202 {
                let id = try #require(first.json["id"]?.text)
                #expect(
                    first.json == [
                        "id": .string(id), "state": "pending", "href": .string("/v1/makeups/\(id)"),
                    ]
                )
                #expect(first.location == "/v1/makeups/\(id)" && first.retryAfterSeconds == 1)
                #expect(try stage.store.calendar(of: "ann") == Calendar(reserved: [3], used: 1))
            }
            let again = try await stage.makeUp(3)
            #expect(again.status == 201 && again.isReplayed)
            #expect(gateway.read { $0.balances["ann"] } == 90)
        }
    }

    @Test(
        "an answer that more of the same will not settle raises an alarm, others do not",
        arguments: [
            (.unauthenticated, 401), (.otherServer, 200), (.unavailable, nil), (.broken, nil),
            (.rateLimited, nil), (.answerLost, nil),
        ] as [(PretendGateway.Fault, Int?)]
    )
    func alarm(fault: PretendGateway.Fault, status: Int?) async throws {
        try await withStage { stage, gateway in
            gateway.change { $0.faults = [fault] }
            let id = try #require(try await stage.makeUp(3).json["id"]?.text)
            let intent = try stage.intents.intent(try #require(TimeOrderedID(id)))
            #expect(intent?.state == .pending && intent?.attempts == 1)
            #expect(intent?.alarm?.status == status)
            #expect((intent?.alarm != nil) == (status != nil))
            let counts = stage.metrics.text()
            #expect(counts.contains("jifen_intents_alarms_total") == (status != nil))
        }
    }

    @Test("a secret rotated after a charge that was applied: an alarm, and done in the end")
    func rotated() async throws {
        try await withGateway { gateway, path in
            gateway.change { $0.faults = [.answerLost] }
            let stage = try Stage(path, gateway: gateway)
            #expect(try await stage.makeUp(3).status == 202)
            gateway.change { $0.secret = "two" }
            #expect(try await stage.sweeper.sweepOnce() == 1)
            #expect(try await stage.makeUp(3).status == 202)
            let alarm = try stage.store.read { reads in
                try reads.first("SELECT alarm, alarm_status FROM intent") {
                    "\($0.text(0)) \($0.int(1))"
                }
            }
            #expect(alarm == "unauthenticated 401")
            #expect(try stage.store.calendar(of: "ann") == Calendar(reserved: [3], used: 1))
            await stage.close()
            let restarted = try Stage(path, gateway: gateway, secret: "two")
            #expect(try await restarted.sweeper.sweepOnce() == 0)
            #expect(try await restarted.makeUp(3).status == 201)
            #expect(gateway.read { $0.balances["ann"] } == 90)
            await restarted.close()
        }
    }

    @Test(
        "a gateway that stays silent costs a request no more than its time",
        .timeLimit(.minutes(1))
    )
    func silent() async throws {
        try await withGateway { gateway, path in
            // Only the request's own time can end the wait before the test's time is over.
            let stage = try Stage(path, gateway: gateway, longestWait: .seconds(600))
            gateway.change { $0.standing = .silent }
            #expect(try await stage.makeUp(3, within: .milliseconds(200)).status == 202)
            gateway.change { $0.standing = nil }
            #expect(try await stage.makeUp(3).status == 201)
            await stage.close()
        }
    }

    @Test("a request without time left begins nothing")
    func noTime() async throws {
        try await withStage { stage, gateway in
            await #expect(throws: StorageError.timeIsOver) {
                try await stage.makeUp(3, within: .milliseconds(-1))
            }
            let calendar = try stage.store.calendar(of: "ann")
            #expect(calendar == Calendar())
            #expect(gateway.requests.isEmpty)
        }
    }

    @Test("a charge first seen after its time is refused for ever, and all is given back")
    func lapsed() async throws {
        try await withStage { stage, gateway in
            gateway.change { $0.faults = [.unavailable] }
            #expect(try await stage.makeUp(3).status == 202)
            gateway.change { $0.now = Instant(milliseconds: $0.now.milliseconds + 900_001) }
            #expect(try await stage.sweeper.sweepOnce() == 0)
            let reply = try await stage.makeUp(3)
            #expect(reply.slug == "charge-lapsed" && reply.json["final"] == true)
            #expect(try stage.store.calendar(of: "ann") == Calendar())
            #expect(gateway.read { $0.balances["ann"] } == 100)
        }
    }

    @Test("a charge that was made in time is given, however late that is found out")
    func late() async throws {
        try await withStage { stage, gateway in
            gateway.change { $0.faults = [.answerLost] }
            let first = try await stage.makeUp(3)
            #expect(first.status == 202)
            gateway.change { $0.now = Instant(milliseconds: $0.now.milliseconds + 86_400_000) }
            let given = try await stage.makeUp(3)
            #expect(given.status == 201)
        }
    }

    @Test("a run of the test clock waits for what is pending, unless no gateway is there")
    func owed() async throws {
        try await withGateway { gateway, path in
            let stage = try Stage(path, gateway: gateway)
            _ = try await stage.beginMakeUp(3)
            #expect(try stage.owed() == 1)
            try await stage.sweeper.sweepOnce()
            #expect(try stage.owed() == 0)
            _ = try await stage.beginMakeUp(4, key: "k-2")
            await stage.close()
            let alone = try Stage(path, gateway: nil)
            #expect(try alone.owed() == 0)
            #expect(try await alone.sweeper.sweepOnce() == 1)
            await alone.close()
        }
    }
}
