import Foundation
import Storage
import Testing

@Suite("What is bound to a statement", .timeLimit(.minutes(1)))
struct BindingTests {
    /// Around the room that a connection has for what it binds, and far beyond it.
    static let lengths = [0, 1, 7, 65_535, 65_536, 65_537, 300_000]

    @Test("arrives whole, however long it is and however much stands before it", arguments: lengths)
    func whole(length: Int) async throws {
        try await withStore { store, _ in
            let text = String((0..<length).map { Character(UnicodeScalar(97 + UInt8($0 % 26))) })
            let bytes = (0..<length).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            let row = try store.read { reads in
                try reads.first(
                    "SELECT ?, ?, ?, ?, ?",
                    .text(text),
                    .blob(bytes),
                    .text("積分"),
                    .null,
                    .blob(bytes.reversed())
                ) { ($0.text(0), $0.blob(1), $0.text(2), $0.isNull(3), $0.blob(4)) }
            }
            let found = try #require(row)
            #expect(found.0 == text && found.1 == bytes)
            #expect(found.2 == "積分" && found.3 && found.4 == bytes.reversed())
        }
    }

    @Test("stays what it is while other statements run between two rows")
    func nested() async throws {
        try await withStore { store, _ in
            for id in 1...20 { try await store.add(Int64(id)) }
            let texts = (0..<20).map { String(repeating: "\($0) ", count: 1 + $0 * 400) }
            let seen = try store.read { reads in
                var seen: [String] = []
                try reads.each("SELECT id, ? FROM note ORDER BY id", .text("outer")) { row in
                    let text = texts[Int(row.int(0)) - 1]
                    let inner = try reads.first("SELECT ?, ?", .text(text), .text("inner")) {
                        $0.text(0) + $0.text(1)
                    }
                    seen.append(row.text(1) + (inner ?? ""))
                }
                return seen
            }
            #expect(seen == texts.map { "outer\($0)inner" })
        }
    }
}
