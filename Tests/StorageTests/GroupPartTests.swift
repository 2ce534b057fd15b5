import Storage
import TestSupport
import Testing

@Suite("What the commands of a group keep in memory", .timeLimit(.minutes(1)))
struct GroupPartTests {
    /// Numbers in the order in which they came, stored as one note whose id is their sum.
    private final class Numbers: GroupPart {
        private var added: [Int64] = []

        init() {}

        var mark: Int { added.count }

        func add(_ number: Int64) { added.append(number) }

        func undo(to mark: Int) { added.removeLast(added.count - mark) }

        func store(_ transaction: borrowing Transaction) throws {
            let text = added.map { "\($0)" }.joined(separator: " ")
            try transaction.add(added.reduce(0, +), text)
        }
    }

    @Test("is stored once for all, without what those have gathered that failed, or parts of them")
    func once() async throws {
        try await withStore { store, _ in
            let held = await HeldWriter(of: store)
            let first = store.enqueue { $0.part(Numbers.self).add(1) }
            let refused = store.enqueue { transaction in
                transaction.part(Numbers.self).add(10)
                throw Refused(reason: "before it writes")
            }
            let second = store.enqueue { $0.part(Numbers.self).add(2) }
            let undone = store.enqueue { transaction in
                transaction.part(Numbers.self).add(20)
                try transaction.add(99)
                throw Refused(reason: "after it wrote")
            }
            let third = store.enqueue { transaction in
                transaction.part(Numbers.self).add(3)
                _ = try transaction.attempt { part in
                    part.part(Numbers.self).add(30)
                    throw Refused(reason: "a part")
                }
                _ = try transaction.attempt { $0.part(Numbers.self).add(4) }
            }
            try await held.release()
            try await first.value
            try await second.value
            try await third.value
            await #expect(throws: Refused(reason: "before it writes")) { try await refused.value }
            await #expect(throws: Refused(reason: "after it wrote")) { try await undone.value }
            #expect(try store.texts() == ["1 2 3 4"])
            #expect(try store.ids() == [10])
        }
    }

    @Test("counts as a change, so that a command knows that it has gathered something")
    func change() async throws {
        try await withStore { store, _ in
            let changes = try await store.write { transaction in
                let before = transaction.changeCount
                _ = transaction.part(Numbers.self)
                let asked = transaction.changeCount - before
                transaction.part(Numbers.self).add(1)
                return [asked, transaction.changeCount - before]
            }
            #expect(changes == [0, 1])
        }
    }

    @Test("is nothing again in the next group, and nothing that a read could see")
    func nextGroup() async throws {
        try await withStore { store, _ in
            for number in [Int64(5), 6] {
                try await store.write { $0.part(Numbers.self).add(number) }
            }
            #expect(try store.texts() == ["5", "6"])
            #expect(try store.read { $0.part(Numbers.self) == nil })
        }
    }

    @Test("undoes the whole group where it cannot be stored")
    func unstorable() async throws {
        try await withStore { store, _ in
            try await store.add(7)
            let held = await HeldWriter(of: store)
            let counting = store.enqueue { $0.part(Numbers.self).add(7) }
            let other = store.enqueue { try $0.add(1) }
            try await held.release()
            #expect(await counting.result.isFault)
            #expect(await other.result.isFault)
            #expect(try store.ids() == [7])
        }
    }
}

extension Store {
    /// The texts of all notes, as committed.
    fileprivate func texts() throws -> [String] {
        try read { try $0.all("SELECT text FROM note ORDER BY id") { $0.text(0) } }
    }
}
