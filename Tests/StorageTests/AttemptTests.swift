import Storage
import TestSupport
import Testing

@Suite("A part of a command that may fail by itself", .timeLimit(.minutes(1)))
struct AttemptTests {
    private struct Refused: Error {}

    @Test("is undone where it fails, after it has written, and the rest of the command is stored")
    func undone() async throws {
        try await withStore { store, _ in
            let outcomes = try await store.write { transaction in
                try transaction.add(1)
                return try (Int64(2)...5).map { id in
                    try transaction.attempt { part in
                        try part.add(id)
                        try part.add(id + 10)
                        if id == 3 { throw Refused() }
                        // The second of two equal ids is a fault of the store's own.
                        if id == 4 { try part.add(1) }
                        return id
                    }
                }
            }
            #expect(outcomes.map(\.value) == [2, nil, nil, 5])
            #expect(outcomes[1].failure is Refused)
            #expect(outcomes[2].failure is StorageError)
            #expect(try store.ids() == [1, 2, 5, 12, 15])
        }
    }

    @Test("is undone with the command where that fails later")
    func undoneWithAll() async throws {
        try await withStore { store, _ in
            await #expect(throws: Refused.self) {
                try await store.write { transaction in
                    _ = try transaction.attempt { try $0.add(1) }
                    throw Refused()
                }
            }
            try await store.add(2)
            #expect(try store.ids() == [2])
        }
    }

    @Test("ends the command too where the disk is full")
    func full() async throws {
        let small = Migration(2, ["PRAGMA max_page_count = 40"])
        try await withStore(migrations: [.notes, small]) { store, _ in
            await #expect(throws: StorageError.full) {
                try await store.write { transaction in
                    for id in Int64(1)...1_000 {
                        let text = String(repeating: "x", count: 4_000)
                        _ = try transaction.attempt { try $0.add(id, text) }
                    }
                }
            }
            let ids = try store.ids()
            #expect(ids.isEmpty)
        }
    }
}

extension Result {
    /// What was returned, or nil.
    fileprivate var value: Success? {
        if case .success(let value) = self { value } else { nil }
    }

    /// What was thrown, or nil.
    fileprivate var failure: Failure? {
        if case .failure(let error) = self { error } else { nil }
    }
}
