import Outbox
import Primitives
import ServiceHost
import Storage
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("A refused message", .timeLimit(.minutes(2)))
struct ParkingTests {
    /// Refuses an amount of 13 while it is switched on.
    private final class Freezer: Sendable {
        let isOn = Atomic(true)

        func refuses(_ operation: Receiver.Operation) -> Bool {
            isOn.load(ordering: .relaxed) && operation.json["amount"] == 13
        }
    }

    @Test("is parked, and does not hold up the member's later ones")
    func parked() async throws {
        let freezer = Freezer()
        let receiver = Receiver(isRefused: freezer.refuses)
        try await withStage(receiver) { stage in
            let bad = try await stage.owe("m1", amount: 13)
            let good = try await stage.owe("m1", amount: 1)
            try await stage.settled()

            #expect(receiver.seen.order == ["m1": [good]])
            #expect(try await stage.parked(.refused) == [bad])
            stage.relay.measure()
            let text = stage.metrics.text()
            #expect(text.contains(#"jifen_outbox_parked{neighbour="gateway"} 1.0"#))
            #expect(text.contains(#"jifen_outbox_pending{neighbour="gateway"} 0.0"#))
        }
    }

    @Test("takes those along that name it, and those that name them", arguments: [true, false])
    func dependents(_ isOneCommit: Bool) async throws {
        let freezer = Freezer()
        let receiver = Receiver(isRefused: freezer.refuses)
        try await withStage(receiver) { stage in
            let ids = (0..<4).map { _ in stage.id() }
            let messages: [OutboxMessage] = [
                .credit(ids[0], "m1", 13), .credit(ids[1], "m1", 1, needing: .init(ids[0])),
                .credit(ids[2], "m1", 1, needing: .init(ids[1])), .credit(ids[3], "m1", 1),
            ]
            if isOneCommit {
                try await stage.owe(messages)
            } else {
                for message in messages {
                    try await stage.owe([message])
                    try await stage.settled()
                }
            }
            try await stage.settled()

            #expect(receiver.seen.order == ["m1": ["\(ids[3])"]])
            #expect(try await stage.parked(.refused) == ["\(ids[0])"])
            #expect(try await stage.parked(.waiting) == ["\(ids[1])", "\(ids[2])"])
        }
    }

    @Test("is never in a request with one that needs it")
    func needsOrder() async throws {
        let receiver = Receiver()
        try await withStage(receiver) { stage in
            let ids = [stage.id(), stage.id()]
            try await stage.owe([
                .credit(ids[0], "m1", 1),
                .credit(ids[1], "m1", 2, needing: .init(ids[0], namedAs: "ofKey")),
            ])
            try await stage.settled()

            #expect(receiver.seen.requests == ids.map { ["\($0)"] })
            #expect(receiver.seen.applied["\(ids[1])"]?["ofKey"] == .string("\(ids[0])"))
        }
    }
}
