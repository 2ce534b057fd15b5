import Storage
import Testing

@Suite("The count of what was changed", .timeLimit(.minutes(1)))
struct ChangeCountTests {
    @Test("is the same behind a command that has read, or found nothing to write")
    func nothing() async throws {
        try await withStore { store, _ in
            try await store.add(1)
            let (counts, rows) = try await store.write { transaction in
                var counts = [transaction.changeCount]
                _ = try transaction.reads.first("SELECT text FROM note") { $0.text(0) }
                counts.append(transaction.changeCount)
                var rows = [
                    try transaction.execute("UPDATE note SET text = 'other' WHERE id = 2")
                ]
                counts.append(transaction.changeCount)
                rows.append(try transaction.execute("DELETE FROM note WHERE id > 1"))
                counts.append(transaction.changeCount)
                rows.append(
                    try transaction.execute(
                        """
                        INSERT INTO note (id, text) VALUES (1, 'again')
                        ON CONFLICT (id) DO NOTHING
                        """
                    )
                )
                counts.append(transaction.changeCount)
                return (counts, rows)
            }
            #expect(rows == [0, 0, 0])
            #expect(Set(counts).count == 1)
        }
    }

    @Test("rises by each row that is written, a row that is written over included")
    func rows() async throws {
        try await withStore { store, _ in
            let (rise, rows) = try await store.write { transaction in
                let former = transaction.changeCount
                try transaction.add(1)
                let both = try transaction.execute(
                    """
                    INSERT INTO note (id, text) VALUES (1, 'new'), (2, 'two')
                    ON CONFLICT (id) DO UPDATE SET text = excluded.text
                    """
                )
                let gone = try transaction.execute("DELETE FROM note WHERE id < 3")
                return (transaction.changeCount - former, [both, gone])
            }
            #expect(rows == [2, 2])
            #expect(rise == 5)
        }
    }

    @Test("does not fall where a part is undone, so whoever compares takes it for a change")
    func undone() async throws {
        try await withStore { store, _ in
            let rise = try await store.write { transaction in
                let former = transaction.changeCount
                let part = try transaction.attempt { part in
                    try part.add(1)
                    throw Refused(reason: "a part")
                }
                if case .success = part { return Int64(0) }
                return transaction.changeCount - former
            }
            #expect(rise == 1)
            #expect(try store.ids() == [])
        }
    }
}
