import Intents
import Primitives
import ServiceHost
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("A process that ends between two steps")
struct CrashTests {
    /// How the intent is ended by the process that comes after.
    enum Driver: CaseIterable {
        case repeated, sweeper
    }

    @Test("before the charge: the next process charges and gives", arguments: Driver.allCases)
    func beforeCharge(driver: Driver) async throws {
        try await crash(driver) { stage, _ in
            _ = try await stage.beginMakeUp(3)
            #expect(try stage.store.calendar(of: "ann") == Calendar(reserved: [3], used: 1))
        }
    }

    @Test("after the charge: the next process gives", arguments: Driver.allCases)
    func afterCharge(driver: Driver) async throws {
        try await crash(driver) { stage, gateway in
            gateway.change { $0.faults = [.answerLost] }
            let reply = try await stage.makeUp(3)
            #expect(reply.status == 202)
            #expect(gateway.charged.count == 1)
        }
    }

    @Test("after the third step, its answer lost: the repeat gets it", arguments: Driver.allCases)
    func afterFinish(driver: Driver) async throws {
        let lost = Mutex<[UInt8]>([])
        let body = try await crash(driver) { stage, _ in
            let reply = try await stage.makeUp(3)
            lost.withLock { $0 = reply.body }
        }
        #expect(lost.withLock { $0 } == body)
    }

    @Test("before anything was stored: the repeat does it all")
    func beforeReserving() async throws {
        try await crash(.repeated) { _, _ in }
    }

    @Test("the bytes of the first step are charged, whatever has changed since")
    func sameBytes() async throws {
        try await withGateway { gateway, path in
            gateway.change { $0.faults = [.answerLost] }
            let stage = try Stage(path, gateway: gateway)
            #expect(try await stage.makeUp(3).status == 202)
            await stage.close()
            let clock = TestClock(Stage.start)
            clock.advance(milliseconds: 600_000)
            let later = try Stage(path, gateway: gateway, clock: clock)
            try await later.sweeper.sweepOnce()
            let requests = gateway.requests
            try #require(requests.count == 2)
            #expect(requests[0].body == requests[1].body)
            let keys = requests.map { $0.header("Idempotency-Key") }
            #expect(keys[0] == keys[1])
            await later.close()
        }
    }

    @Test("a refusal whose answer was lost gives back all in the next process")
    func refusalLost() async throws {
        try await withGateway(balances: ["ann": 0]) { gateway, path in
            gateway.change { $0.faults = [.answerLost] }
            let stage = try Stage(path, gateway: gateway)
            #expect(try await stage.makeUp(3).status == 202)
            await stage.close()
            gateway.change { $0.balances["ann"] = 100 }
            let later = try Stage(path, gateway: gateway)
            #expect(try await later.sweeper.sweepOnce() == 0)
            #expect(try await later.makeUp(3).slug == "insufficient-points")
            #expect(try later.store.calendar(of: "ann") == Calendar())
            await later.close()
        }
    }

    /// Does something in one process, ends the intent in the next, and asks for it in a third.
    @discardableResult
    private func crash(
        _ driver: Driver,
        after steps: (Stage, PretendGateway) async throws -> Void
    ) async throws -> [UInt8] {
        var body: [UInt8] = []
        try await withGateway { gateway, path in
            let first = try Stage(path, gateway: gateway)
            try await steps(first, gateway)
            await first.close()

            let second = try Stage(path, gateway: gateway)
            if driver == .sweeper { #expect(try await second.sweeper.sweepOnce() == 0) }
            let reply = try await second.makeUp(3)
            #expect(reply.status == 201)
            await second.close()

            let third = try Stage(path, gateway: gateway)
            let again = try await third.makeUp(3)
            #expect(again.body == reply.body && again.isReplayed)
            #expect(gateway.read { $0.balances["ann"] } == 90)
            #expect(
                try third.store.calendar(of: "ann") == Calendar(made: [3], used: 1, awards: 1)
            )
            await third.close()
            body = reply.body
        }
        return body
    }
}
