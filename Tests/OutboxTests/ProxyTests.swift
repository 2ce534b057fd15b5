import Outbox
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Between the relay and the neighbour", .timeLimit(.minutes(2)))
struct ProxyTests {
    static let faults: [(String, @Sendable (Int) -> FaultProxy.Fault)] = [
        ("nothing happens", { _ in .none }),
        ("answers are late", { _ in .delay(.milliseconds(20)) }),
        ("answers are cut at any byte", { $0 < 12 ? .resetAfter($0 * 9) : .none }),
        ("answers are lost", { $0 % 3 == 0 ? .loseAnswer : .none }),
        ("answers are swallowed", { $0 % 4 == 0 ? .swallow : .none }),
        ("answers come twice", { $0 % 2 == 0 ? .double : .none }),
        ("answers come once more to others", { $0 % 2 == 0 ? .doubleLate : .none }),
        ("connections are half open", { $0 % 4 == 1 ? .halfOpen : .none }),
        ("connections are reset", { $0 % 2 == 0 ? .refuse : .none }),
    ]

    @Test("faults lose nothing, double nothing and mix up no order", arguments: faults)
    func once(_ name: String, _ script: @escaping @Sendable (Int) -> FaultProxy.Fault) async throws
    {
        let folder = try TemporaryFolder()
        let receiver = Receiver()
        let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
        let proxy = try FaultProxy(to: neighbour.port, script: script)
        defer {
            proxy.stop()
            neighbour.stop()
        }
        let stage = try Stage(in: folder, url: proxy.url) { $0.timeout = .milliseconds(200) }
        var owed: [String: [String]] = [:]
        for index in 0..<60 {
            owed["m\(index % 9)", default: []].append(try await stage.owe("m\(index % 9)"))
        }
        try await stage.settled()
        await stage.kill()

        #expect(receiver.seen.order == owed)
        #expect(receiver.seen.reused.isEmpty)
        #expect(proxy.exchanges > 0)
    }

    @Test("an answer to another request parks nothing")
    func astray() async throws {
        let folder = try TemporaryFolder()
        let receiver = Receiver { _, operations in
            operations.contains { $0.json["amount"] == 666 } ? .fail(.answer(422)) : .serve
        }
        let neighbour = try ScriptedNeighbour { receiver.react(to: $0) }
        let proxy = try FaultProxy(to: neighbour.port) { _ in .doubleLate }
        defer {
            proxy.stop()
            neighbour.stop()
        }
        let stage = try Stage(in: folder, url: proxy.url) { $0.largestBatch = 4 }
        var owed: [String: [String]] = [:]
        for index in 0..<60 {
            let isAtFault = index % 5 == 0
            let id = try await stage.owe("m\(index % 9)", amount: isAtFault ? 666 : 1)
            if !isAtFault { owed["m\(index % 9)", default: []].append(id) }
        }
        try await stage.settled()
        let parked = stage.count(.unknown)
        await stage.kill()

        #expect(receiver.seen.order == owed)
        #expect(parked == 12)
    }
}
