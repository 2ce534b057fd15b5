import Intents
import Primitives
import ServiceHost
import Storage
import Synchronization
import TestSupport
import Testing

@Suite("The sweeper")
struct SweeperTests {
    @Test("takes up at its start all that an earlier process has left")
    func start() async throws {
        try await withGateway(balances: ["ann": 100, "bob": 100]) { gateway, path in
            let stage = try Stage(path, gateway: gateway)
            for day in 1...3 {
                _ = try await stage.beginMakeUp(Int64(day), of: "ann", key: "a-\(day)")
                _ = try await stage.beginMakeUp(Int64(day), of: "bob", key: "b-\(day)")
            }
            await stage.close()
            let later = try Stage(path, gateway: gateway)
            try await sweeping(later) {
                try await gateway.wait { $0.charged.count == 6 }
                try await settled(later, gateway)
            }
            let calendar = try later.store.calendar(of: "bob")
            #expect(calendar == Calendar(made: [1, 2, 3], used: 3, awards: 3))
            #expect(gateway.read { $0.balances["ann"] } == 30)
            await later.close()
        }
    }

    @Test("takes up what a handler leaves while the gateway is away, as soon as it is back")
    func back() async throws {
        try await withStage { stage, gateway in
            gateway.change { $0.standing = .unavailable }
            try await sweeping(stage) {
                #expect(try await stage.makeUp(3).status == 202)
                let seen = gateway.requests.count
                try await gateway.wait { $0.requests.count >= seen + 3 }
                gateway.change { $0.standing = nil }
                try await settled(stage, gateway)
            }
            #expect(try await stage.makeUp(3).status == 201)
            #expect(gateway.read { $0.balances["ann"] } == 90)
        }
    }

    @Test("never gives up on an intent with an alarm, nor does that one hold up others")
    func alarmed() async throws {
        try await withGateway(balances: ["ann": 100, "bob": 100]) { gateway, path in
            // Of ann's charges the gateway makes nothing until it is mended.
            let isMended = Flag()
            let stage = try Stage(path, gateway: gateway) { charging in
                { call, deadline in
                    let body = String(decoding: call.charge.body, as: UTF8.self)
                    if body.contains(#""member":"ann""#), !isMended.isUp {
                        return .answered(status: 404, body: Array("{}".utf8))
                    }
                    return await charging(call, deadline)
                }
            }
            try await sweeping(stage) {
                #expect(try await stage.makeUp(1, of: "ann").status == 202)
                let bob = try await stage.beginMakeUp(1, of: "bob")
                try await settled(stage, gateway, bob.id)
                try await attempts(10, stage, gateway)
                isMended.raise()
                try await settled(stage, gateway)
            }
            #expect(try await stage.makeUp(1, of: "ann").status == 201)
            await stage.close()
        }
    }

    @Test("while the gateway is silent, one charge at a time is tried")
    func oneAtATime() async throws {
        try await withGateway(balances: ["ann": 1_000]) { gateway, path in
            let tried = Mutex((running: 0, most: 0, count: 0))
            let isBack = Flag()
            let stage = try Stage(path, gateway: gateway) { charging in
                { call, deadline in
                    if isBack.isUp { return await charging(call, deadline) }
                    tried.withLock { tried in
                        tried.running += 1
                        tried.count += 1
                        // The first ones go out together: that it is silent shows by them.
                        if tried.count > 8 { tried.most = max(tried.most, tried.running) }
                    }
                    await Task.yield()
                    tried.withLock { $0.running -= 1 }
                    return .unsent("the circuit is open")
                }
            }
            for place in 0..<20 {
                _ = try await stage.beginMakeUp(1, of: "m-\(place)", key: "k")
                gateway.change { $0.balances["m-\(place)"] = 10 }
            }
            try await sweeping(stage) {
                try await gateway.wait { _ in tried.withLock { $0.count } >= 30 }
                isBack.raise()
                try await settled(stage, gateway)
            }
            #expect(tried.withLock { $0.most } <= 1)
            #expect(gateway.charged.count == 20)
            await stage.close()
        }
    }

    @Test("ends when it is told to, in the middle of a charge")
    func stop() async throws {
        try await withStage { stage, gateway in
            gateway.change { $0.standing = .silent }
            _ = try await stage.beginMakeUp(3)
            try await sweeping(stage) {
                try await gateway.wait { !$0.requests.isEmpty }
            }
            let calendar = try stage.store.calendar(of: "ann")
            #expect(calendar == Calendar(reserved: [3], used: 1))
        }
    }

    @Test("what is pending, and what needs a person, is measured by kind")
    func metrics() async throws {
        try await withStage { stage, gateway in
            gateway.change { $0.standing = .unauthenticated }
            _ = try await stage.makeUp(3)
            stage.intents.measure()
            let before = stage.metrics.text()
            #expect(before.contains(#"jifen_intents_pending{kind="makeup"} 1"#))
            #expect(before.contains(#"jifen_intents_alarmed{kind="makeup"} 1"#))
            #expect(before.contains(#"jifen_intents_pending{kind="draw"} 0"#))
            gateway.change { $0.standing = nil }
            try await stage.sweeper.sweepOnce()
            stage.intents.measure()
            let after = stage.metrics.text()
            #expect(after.contains(#"jifen_intents_pending{kind="makeup"} 0"#))
            #expect(after.contains(#"jifen_intents_alarmed{kind="makeup"} 0"#))
            #expect(
                after.contains(#"jifen_intents_settled_total{kind="makeup",state="done"} 1"#)
            )
        }
    }

    // MARK: Waiting

    /// Lets the sweeper run while something happens.
    private func sweeping(_ stage: Stage, _ body: () async throws -> Void) async throws {
        let running = Task { await stage.sweeper.run() }
        do {
            try await body()
        } catch {
            running.cancel()
            throw error
        }
        running.cancel()
        await running.value
    }

    /// Waits until an intent is settled, or all are.
    private func settled(
        _ stage: Stage,
        _ gateway: PretendGateway,
        _ id: TimeOrderedID? = nil
    ) async throws {
        try await gateway.wait { _ in
            if let id { return try stage.intents.intent(id)?.state != .pending }
            return try stage.owed() == 0
        }
    }

    /// Waits until some intent was tried so often.
    private func attempts(_ count: Int64, _ stage: Stage, _ gateway: PretendGateway) async throws {
        try await gateway.wait { _ in
            let most = try stage.store.read { reads in
                try reads.first("SELECT attempts FROM intent ORDER BY attempts DESC") { $0.int(0) }
            }
            return most ?? 0 >= count
        }
    }
}
