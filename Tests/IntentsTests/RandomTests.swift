import Intents
import Primitives
import ServiceHost
import Storage
import TestSupport
import Testing

@Suite("Random requests, faults and restarts")
struct RandomTests {
    @Test("whatever fails: charged once if given, given back if refused, never both")
    func random() async throws {
        let generator = SeededGenerator(for: "RandomTests.random")
        try await withGateway(balances: [:]) { gateway, path in
            var run = RandomRun(path: path, gateway: gateway, generator: generator)
            try await run.open()
            for step in 0..<300 {
                try await run.step(step)
                try run.check("step \(step)")
            }
            try await run.settleAll()
            try run.check("the end")
            try run.checkEnd()
            await run.close()
        }
    }
}

/// A run of random steps, and what every answer was so far.
private struct RandomRun {
    private struct Asked {
        let member: String
        let day: Int64
        let key: String
    }

    let path: String
    let gateway: PretendGateway
    var generator: SeededGenerator
    private let clock = TestClock(Stage.start)
    private var stage: Stage?
    private var asked: [Asked] = []
    /// The final answers by key.
    private var answers: [String: [UInt8]] = [:]
    private var given: [String: Int64] = [:]

    init(path: String, gateway: PretendGateway, generator: SeededGenerator) {
        self.path = path
        self.gateway = gateway
        self.generator = generator
    }

    mutating func open() async throws {
        stage = try Stage(path, gateway: gateway, clock: clock)
    }

    func close() async { await stage?.close() }

    private func current() throws -> Stage { try #require(stage) }

    // MARK: Steps

    mutating func step(_ number: Int) async throws {
        let faults = (0..<Int.random(in: 0...3, using: &generator)).compactMap { _ in
            PretendGateway.Fault.allCases.filter { $0 != .silent }.randomElement(using: &generator)
        }
        gateway.change { $0.faults = faults }
        switch Int.random(in: 0..<100, using: &generator) {
        case ..<40: try await ask(times: 1, number)
        case ..<55: try await ask(times: 4, number)
        case ..<65: try await dieBehindFirstStep(number)
        case ..<80: _ = try await current().sweeper.sweepOnce()
        case ..<90:
            await close()
            try await open()
        case ..<94: advance(byMs: 600_000)
        default: topUp("m-\(number / 20)")
        }
    }

    /// A new request, or an earlier one again, now and then with another day under its key.
    private mutating func choose(_ number: Int) -> Asked {
        let day = Int64.random(in: 0...5, using: &generator)
        if let earlier = asked.randomElement(using: &generator), Bool.random(using: &generator) {
            let isOther = Int.random(in: 0..<8, using: &generator) == 0
            return isOther
                ? Asked(member: earlier.member, day: day, key: earlier.key) : earlier
        }
        let place = number / 20 + Int.random(in: 0..<4, using: &generator)
        let fresh = Asked(member: "m-\(place)", day: day, key: "k-\(number)")
        asked.append(fresh)
        return fresh
    }

    private mutating func ask(times: Int, _ number: Int) async throws {
        let asked = choose(number)
        let stage = try current()
        let replies = try await withThrowingTaskGroup(of: Reply?.self) { group in
            for _ in 0..<times {
                group.addTask {
                    do {
                        return try await stage.makeUp(asked.day, of: asked.member, key: asked.key)
                    } catch is KeyReused {
                        return nil
                    }
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for reply in replies.compactMap(\.self) where reply.status != 202 {
            #expect([201, 409].contains(reply.status))
            let key = "\(asked.member) \(asked.key)"
            #expect(answers[key, default: reply.body] == reply.body, "\(key)")
            answers[key] = reply.body
        }
    }

    private mutating func dieBehindFirstStep(_ number: Int) async throws {
        let asked = choose(number)
        do {
            _ = try await current().beginMakeUp(asked.day, of: asked.member, key: asked.key)
        } catch is KeyReused {
        } catch is Stage.NoIntent {}
        await close()
        try await open()
    }

    private mutating func topUp(_ member: String) {
        let amount = Int64.random(in: 1...60, using: &generator)
        given[member, default: 0] += amount
        gateway.change { $0.balances[member, default: 0] += amount }
    }

    private func advance(byMs milliseconds: Int64) {
        clock.advance(milliseconds: milliseconds)
        gateway.change { $0.now = clock.now }
    }

    mutating func settleAll() async throws {
        gateway.change { $0.faults = [] }
        #expect(try await current().sweeper.sweepOnce() == 0)
    }

    // MARK: The naive model

    private struct Row {
        let id: String
        let member: String
        let day: Int64
        let state: Int64
        let isFree: Bool
    }

    private func rows() throws -> [Row] {
        try current().store.read { reads in
            try reads.all("SELECT id, member, meaning, state, charge_body FROM intent") { row in
                Row(
                    id: TimeOrderedID(bytes: row.blob(0))?.description ?? "",
                    member: row.text(1),
                    day: Int64(String(decoding: row.blob(2), as: UTF8.self)) ?? -1,
                    state: row.int(3),
                    isFree: row.isNull(4)
                )
            }
        }
    }

    /// Compares calendars and charges with what the intents' states alone make of them.
    func check(_ place: String) throws {
        let rows = try rows()
        let entries = gateway.read { $0.entries }
        for row in rows where !row.isFree {
            let entry = entries[row.id]
            if row.state == 1 { #expect((entry?.amount ?? 0) > 0, "\(place): \(row)") }
            if row.state == 2 { #expect(entry?.amount == 0, "\(place): \(row)") }
        }
        #expect(Set(entries.keys).isSubset(of: rows.map(\.id)), "\(place)")
        for (member, own) in Dictionary(grouping: rows, by: \.member) {
            var expected = Calendar()
            expected.made = own.filter { $0.state == 1 }.map(\.day).sorted()
            expected.reserved = own.filter { $0.state == 0 }.map(\.day).sorted()
            expected.awards = Int64(expected.made.count)
            expected.used = Int64(expected.made.count + expected.reserved.count)
            #expect(try current().store.calendar(of: member) == expected, "\(place): \(member)")
            let paid = entries.values.filter { $0.member == member }.reduce(0) { $0 + $1.amount }
            let left = gateway.read { $0.balances[member] ?? 0 }
            #expect(left == (given[member] ?? 0) - paid, "\(place): \(member)")
        }
    }

    /// At the end exactly the given ones are charged.
    func checkEnd() throws {
        let done = try rows().filter { $0.state == 1 && !$0.isFree }.map(\.id)
        #expect(gateway.charged == Set(done))
        #expect(try rows().allSatisfy { $0.state != 0 })
    }
}
