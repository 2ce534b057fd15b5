import Foundation
import GRDB
import TestSupport
import Testing

@Suite("How the rows of a games' store are found", .timeLimit(.minutes(2)))
struct QueryPlanTests {
    /// The tables that grow with what is played.
    private static let growing: Set = [
        "play", "card_round", "player", "player_opening", "restock", "intent", "intent_key",
        "outbox", "keyed_reply",
    ]

    @Test("no statement goes through all rows of a table that grows, nor all plays of a member")
    func scans() async throws {
        var count = 0
        for (sql, plan) in try await Self.plans() where !Self.onlyLooksForOne(sql) {
            count += 1
            for step in plan {
                if let scan = step.firstMatch(of: /SCAN (\w+)/) {
                    #expect(!Self.growing.contains(String(scan.1)), "\(step) in \(sql)")
                }
                let isOfMember = step.hasSuffix("USING PRIMARY KEY (member=?)")
                #expect(!isOfMember, "\(step) in \(sql)")
            }
        }
        #expect(count > 60)
    }

    /// Whether a statement has no condition and ends at the first row.
    private static func onlyLooksForOne(_ sql: String) -> Bool {
        sql.hasSuffix("LIMIT 1") && !sql.contains("WHERE") && !sql.contains("ORDER BY")
    }

    /// What a statement says, and by which index its rows are to be found.
    struct Row: Sendable, CustomTestStringConvertible {
        let part: String
        let index: String

        init(_ part: String, _ index: String) { (self.part, self.index) = (part, index) }

        var testDescription: String { "\(index): \(part)" }
    }

    @Test(
        "what lists, exports, reconciliation and the job look for has an index",
        arguments: [
            Row("FROM play WHERE member = ? AND id < ? AND kind = 1", "play_round"),
            Row("FROM play JOIN player ON player.member = play.member", "play_entry"),
            Row("SELECT start FROM play", "play_late"),
            Row("SELECT epoch FROM play", "play_from_before"),
            Row("UNION SELECT epoch FROM card_round", "card_round_from_before"),
            Row("JOIN play ON play.member = card_round.member", "card_round_late"),
            Row("SELECT sequence FROM play", "play_entry"),
            Row("SELECT sequence, state, kind, outcome FROM play", "play_entry"),
            Row("SELECT end_sequence, settlement FROM card_round", "card_round_entry"),
            Row("play.state <> intent.state", "play_entry"),
            Row("SELECT play.id FROM play LEFT JOIN intent", "play_pending"),
            Row("SELECT due_at, member, id FROM card_round", "card_round_due"),
            Row("SELECT due_at, game FROM epoch", "epoch_due"),
        ]
    )
    func index(_ row: Row) async throws {
        let plans = try await Self.plans().filter { $0.sql.contains(row.part) }
        #expect(!plans.isEmpty, "no statement says \(row.part)")
        for (sql, plan) in plans {
            let isUsed = plan.contains { $0.contains("INDEX \(row.index) (") }
            #expect(isUsed, "\(plan) in \(sql)")
        }
    }

    /// Every statement of the service, and how SQLite would do it in a store of the service.
    private static func plans() async throws -> [(sql: String, plan: [String])] {
        let folder = try TemporaryFolder()
        try await GamesScene.serving(DrawTests.wheel, in: folder) { _ in }
        return try plans(of: statements(), in: folder.file("games.sqlite"))
    }

    private static func plans(
        of statements: [String],
        in path: String
    ) throws -> [(sql: String, plan: [String])] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }  // Lost is an error of a file that is only read.
        return try queue.inDatabase { database in
            try statements.map { sql in
                let none = Array(repeating: Int64?.none, count: sql.count { $0 == "?" })
                let rows = try GRDB.Row.fetchAll(
                    database,
                    sql: "EXPLAIN QUERY PLAN \(sql)",
                    arguments: StatementArguments(none)
                )
                return (sql, rows.map { $0["detail"] as String })
            }
        }
    }

    /// The statements that read or change rows, out of the literals of the service's files.
    private static func statements() throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Services/Games/Service")
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        var found: [String] = []
        while let file = files?.nextObject() as? URL {
            guard file.pathExtension == "swift" else { continue }
            let parts = try String(contentsOf: file, encoding: .utf8).components(
                separatedBy: "\"\"\""
            )
            for (place, part) in parts.enumerated() {
                found += place.isMultiple(of: 2) ? shortLiterals(in: part) : [part]
            }
        }
        let words = ["SELECT ", "INSERT ", "UPDATE ", "DELETE ", "WITH "]
        return found.map { $0.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
            .filter { sql in words.contains { sql.hasPrefix($0) } }
    }

    private static func shortLiterals(in text: String) -> [String] {
        text.matches(of: /"((?:SELECT|INSERT|UPDATE|DELETE|WITH) [^"\n]*)"/).map { String($0.1) }
    }
}
