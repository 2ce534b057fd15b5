import Intents
import Primitives
import ServiceHost
import Storage
import TestSupport
import Testing
import Wire

@Suite("Several drivers of one intent")
struct DoubledDriverTests {
    @Test("50 simultaneous repeats: one charge, one gift, the same bytes to all")
    func repeats() async throws {
        try await withStage { stage, gateway in
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<50 { group.addTask { try await stage.makeUp(3) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.count == 50 && replies.allSatisfy { $0.status == 201 })
            #expect(Set(replies.map(\.body)).count == 1)
            #expect(replies.count { !$0.isReplayed } == 1)
            #expect(gateway.read { $0.balances["ann"] } == 90 && gateway.charged.count == 1)
            #expect(
                try stage.store.calendar(of: "ann") == Calendar(made: [3], used: 1, awards: 1)
            )
        }
    }

    @Test("repeats of a refused one: given back once, the same bytes to all")
    func refusals() async throws {
        try await withStage(balances: ["ann": 9]) { stage, _ in
            let replies = try await withThrowingTaskGroup(of: Reply.self) { group in
                for _ in 0..<50 { group.addTask { try await stage.makeUp(3) } }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(replies.allSatisfy { $0.slug == "insufficient-points" })
            #expect(Set(replies.map(\.body)).count == 1)
            #expect(try stage.store.calendar(of: "ann") == Calendar())
        }
    }

    @Test("repeats and sweepers, some answers lost: one charge, one gift")
    func sweepers() async throws {
        try await withStage { stage, gateway in
            gateway.change { $0.faults = [.answerLost, .unavailable, .dropped, .answerLost] }
            let ends = try await withThrowingTaskGroup(of: Set<[UInt8]>.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        let reply = try await stage.makeUp(3)
                        return reply.status == 202 ? [] : [reply.body]
                    }
                }
                for _ in 0..<5 {
                    group.addTask {
                        try await stage.sweeper.sweepOnce()
                        return []
                    }
                }
                return try await group.reduce(into: Set()) { $0.formUnion($1) }
            }
            try await stage.sweeper.sweepOnce()
            let last = try await stage.makeUp(3)
            #expect(last.status == 201 && ends.subtracting([last.body]).isEmpty)
            #expect(gateway.read { $0.balances["ann"] } == 90)
            #expect(
                try stage.store.calendar(of: "ann") == Calendar(made: [3], used: 1, awards: 1)
            )
        }
    }
}
