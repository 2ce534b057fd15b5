import Storage
import TestSupport
import Testing

@Suite("Commands that are committed together", .timeLimit(.minutes(1)))
struct IsolationTests {
    @Test("undo only themselves when they throw, before they write or after it")
    func isolation() async throws {
        try await withStore { store, _ in
            let held = await HeldWriter(of: store)
            let before = store.enqueue { _ in throw Refused(reason: "before") }
            let first = store.enqueue { try $0.add(1) }
            let after = store.enqueue { transaction in
                try transaction.add(2)
                throw Refused(reason: "after")
            }
            let second = store.enqueue { try $0.add(3) }
            let broken = store.enqueue { transaction in
                try transaction.add(4)
                try transaction.add(1)
            }
            let third = store.enqueue { try $0.add(2) }
            try await held.release()
            await #expect(throws: Refused(reason: "before")) { try await before.value }
            await #expect(throws: Refused(reason: "after")) { try await after.value }
            #expect(await broken.result.isFault)
            try await first.value
            try await second.value
            try await third.value
            #expect(try store.ids() == [1, 2, 3])
        }
    }

    @Test("take effect once and in the order in which they came, though the group runs again")
    func order() async throws {
        try await withStore { store, _ in
            let runs = Counter()
            let held = await HeldWriter(of: store)
            let texts = ["a", "b", "c"].map { text in
                store.enqueue { transaction in
                    runs.increment()
                    return try transaction.append(text)
                }
            }
            let culprit = store.enqueue { transaction in
                _ = try transaction.append("x")
                throw Refused(reason: "last")
            }
            try await held.release()
            #expect(try await texts[0].value == "a")
            #expect(try await texts[1].value == "ab")
            #expect(try await texts[2].value == "abc")
            #expect(await culprit.result.storageError == nil)
            // The three ran a second time, because the culprit undid the group's first attempt.
            #expect(runs.value >= 3)
            let stored = try store.read { try $0.first("SELECT text FROM note") { $0.text(0) } }
            #expect(stored == "abc")
        }
    }

    /// What one command of the random test does after it has looked.
    fileprivate enum Behaviour: CaseIterable {
        case adds, addsInTwoSteps, refusesFirst, refusesLast, breaksAConstraint, onlyLooks
    }

    @Test("answer as if each had run alone, whatever the others do")
    func randomised() async throws {
        var generator = SeededGenerator(for: "IsolationTests.randomised")
        let behaviours = (0..<400).map { _ in
            Behaviour.allCases.randomElement(using: &generator) ?? .adds
        }
        try await withStore { store, _ in
            try await store.add(0, "0")
            let held = await HeldWriter(of: store)
            let commands = behaviours.map { behaviour in
                store.enqueue { try $0.behave(behaviour) }
            }
            try await held.release()
            var total: Int64 = 0
            for (behaviour, command) in zip(behaviours, commands) {
                switch (behaviour, await command.result) {
                case (.adds, .success(let seen)), (.addsInTwoSteps, .success(let seen)):
                    total += behaviour == .adds ? 1 : 2
                    try #require(seen == total)
                case (.onlyLooks, .success(let seen)): try #require(seen == total)
                case (.refusesFirst, .failure(let error)), (.refusesLast, .failure(let error)):
                    try #require(error as? Refused == Refused(reason: "on purpose"))
                case (.breaksAConstraint, let result): try #require(result.isFault)
                case (_, let result): Issue.record("\(behaviour) came to \(result)")
                }
            }
            #expect(try store.ids() == Array(0...total))
        }
    }
}

extension Transaction {
    /// Adds letters to the one note, and returns its text.
    fileprivate borrowing func append(_ letters: String) throws -> String {
        try execute(
            """
            INSERT INTO note (id, text) VALUES (1, ?)
            ON CONFLICT (id) DO UPDATE SET text = text || excluded.text
            """,
            .text(letters)
        )
        return try reads.first("SELECT text FROM note WHERE id = 1") { $0.text(0) } ?? ""
    }

    /// Adds notes behind the last one or not, and returns the last one's id.
    fileprivate borrowing func behave(_ behaviour: IsolationTests.Behaviour) throws -> Int64 {
        let last = try reads.first("SELECT MAX(id) FROM note") { $0.int(0) } ?? 0
        switch behaviour {
        case .onlyLooks: return last
        case .refusesFirst: throw Refused(reason: "on purpose")
        case .adds: try add(last + 1)
        case .addsInTwoSteps:
            try add(last + 1)
            try add(last + 2)
        case .refusesLast:
            try execute("DELETE FROM note WHERE id > 0")
            throw Refused(reason: "on purpose")
        case .breaksAConstraint:
            try add(last + 1)
            try add(last)
        }
        return try reads.first("SELECT MAX(id) FROM note") { $0.int(0) } ?? 0
    }
}
