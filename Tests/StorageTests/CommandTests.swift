import Storage
import Testing

@Suite("A command", .timeLimit(.minutes(1)))
struct CommandTests {
    @Test("is answered with its value, and what it wrote can be read back at once")
    func commits() async throws {
        try await withStore { store, _ in
            let count = try await store.write { transaction in
                try transaction.add(1, "积分")
                try transaction.add(2)
                return try transaction.execute(
                    "UPDATE note SET text = ? WHERE id < 9",
                    .text("new")
                )
            }
            #expect(count == 2)
            #expect(try store.ids() == [1, 2])
            let texts = try store.read { try $0.all("SELECT text FROM note") { $0.text(0) } }
            #expect(texts == ["new", "new"])
        }
    }

    @Test("sees what it has written itself")
    func ownWrites() async throws {
        try await withStore { store, _ in
            let seen = try await store.write { transaction in
                try transaction.add(7)
                return try transaction.reads.first("SELECT id FROM note") { $0.int(0) }
            }
            #expect(seen == 7)
        }
    }

    @Test("stores every kind of value as it is")
    func values() async throws {
        let columns = Migration(
            1,
            [
                """
                CREATE TABLE mixed (place {rownumber}, number {int}, words {text}, bytes {blob})
                {strict}
                """
            ]
        )
        let rows: [(Int64?, String?, [UInt8]?)] = [
            (.max, "", []), (.min, "a\u{0}b", [0, 255, 0]), (0, "积分 😀", Array(0...255)),
            (nil, nil, nil),
        ]
        try await withStore(migrations: [columns]) { store, _ in
            for (number, words, bytes) in rows {
                try await store.write { transaction in
                    _ = try transaction.execute(
                        "INSERT INTO mixed (number, words, bytes) VALUES (?, ?, ?)",
                        .optional(number),
                        .optional(words),
                        bytes.map(SQLValue.blob) ?? .null
                    )
                }
            }
            let read = try store.read { reads in
                try reads.all("SELECT number, words, bytes FROM mixed ORDER BY place") { row in
                    (row.optionalInt(0), row.optionalText(1), row.isNull(2) ? nil : row.blob(2))
                }
            }
            #expect(read.count == rows.count)
            #expect(zip(read, rows).allSatisfy { $0 == $1 })
        }
    }

    @Test("with a wrong number of parameters is a fault, and nothing is done")
    func parameterCount() async throws {
        try await withStore { store, _ in
            let few = await outcome {
                try await store.write { transaction in
                    try transaction.add(1)
                    try transaction.execute("INSERT INTO note (id, text) VALUES (?, ?)", .int(2))
                }
            }
            let many = await outcome {
                try await store.write {
                    try $0.execute("DELETE FROM note WHERE id = ?", .int(1), .int(2))
                }
            }
            #expect(few.isFault && many.isFault)
            #expect(outcomeOfRead(store).isFault)
            let ids = try store.ids()
            #expect(ids.isEmpty)
        }
    }

    @Test(
        "that breaks a constraint, has wrong SQL or a wrong type is a fault of that command alone"
    )
    func faults() async throws {
        try await withStore { store, _ in
            try await store.add(1)
            let twice = await outcome { try await store.add(1) }
            let wrong = await outcome { try await store.write { try $0.execute("INSERT nothing") } }
            let mistyped = await outcome {
                try await store.write {
                    try $0.execute(
                        "INSERT INTO note (id, text) VALUES (?, ?)",
                        .int(2),
                        .blob([1])
                    )
                }
            }
            let missing = await outcome {
                try await store.write {
                    try $0.execute("INSERT INTO note (id, text) VALUES (?, ?)", .int(3), .null)
                }
            }
            #expect(twice.isFault && wrong.isFault && mistyped.isFault && missing.isFault)
            try await store.add(4)
            #expect(try store.ids() == [1, 4])
        }
    }

    @Test("that throws is answered with what it threw")
    func ownError() async throws {
        try await withStore { store, _ in
            await #expect(throws: Refused(reason: "no")) {
                try await store.write { _ in throw Refused(reason: "no") }
            }
        }
    }

    private func outcomeOfRead(_ store: Store) -> Result<Int64?, any Error> {
        Result {
            try store.read { try $0.first("SELECT id FROM note WHERE id = ?") { $0.int(0) } }
        }
    }
}
