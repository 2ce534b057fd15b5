import Storage
import TestSupport
import Testing

@Suite("Commands of many parts that are committed together", .timeLimit(.minutes(1)))
struct PartModelTests {
    @Test("come to what they come to one after the other, whatever fails in them")
    func random() async throws {
        var dice = SeededGenerator(for: "PartModelTests.random")
        var commands: [PartedCommand] = []
        for number in 1...120 { commands.append(PartedCommand(number, using: &dice)) }
        try await withStore { store, _ in
            try await store.add(0)
            let held = await HeldWriter(of: store)
            let running = commands.map { command in
                store.enqueue { transaction in try command.run(on: transaction) }
            }
            try await held.release()
            var kept: [Int64] = [0]
            for (command, task) in zip(commands, running) {
                let result = await task.result
                if command.failsAtLast {
                    #expect(throws: Refused(reason: "the command")) { try result.get() }
                } else {
                    let ends = try result.get()
                    try #require(ends == command.parts.map { $0.end == .well })
                    kept += command.parts.filter { $0.end == .well }.flatMap(\.ids)
                }
            }
            #expect(try store.ids() == kept.sorted())
        }
    }
}

/// A command whose parts add notes, each note once among all commands.
private struct PartedCommand: Sendable {
    /// How a part ends.
    enum End: CaseIterable, Sendable {
        case well, refusedFirst, refusedLast, breaksAConstraint
    }

    struct Part: Sendable {
        let ids: [Int64]
        let end: End
    }

    let parts: [Part]
    let failsAtLast: Bool

    init(_ number: Int, using dice: inout SeededGenerator) {
        var parts: [Part] = []
        for place in 0..<Int.random(in: 0...4, using: &dice) {
            let first = Int64(number * 100 + place * 10)
            let count = Int64.random(in: 1...5, using: &dice)
            let end = End.allCases.randomElement(using: &dice) ?? .well
            parts.append(Part(ids: Array(first..<(first + count)), end: end))
        }
        self.parts = parts
        failsAtLast = Int.random(in: 0..<8, using: &dice) == 0
    }

    /// Runs each part by itself, and says which ended well.
    func run(on transaction: borrowing Transaction) throws -> [Bool] {
        var ends: [Bool] = []
        for part in parts {
            let result = try transaction.attempt { try part.run(on: $0) }
            if case .success = result { ends.append(true) } else { ends.append(false) }
        }
        if failsAtLast { throw Refused(reason: "the command") }
        return ends
    }
}

extension PartedCommand.Part {
    fileprivate func run(on transaction: borrowing Transaction) throws {
        if end == .refusedFirst { throw Refused(reason: "the part") }
        for id in ids { try transaction.add(id) }
        switch end {
        case .refusedLast: throw Refused(reason: "the part")
        // This note is there from the start.
        case .breaksAConstraint: try transaction.add(0)
        case .well, .refusedFirst: break
        }
    }
}
