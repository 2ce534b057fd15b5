import Foundation
import Logging
import Storage

/// How SQLite finds the rows of each statement that stands in the source files of a service.
package struct QueryPlans: Sendable {
    /// What SQLite does for one statement.
    package struct Plan: Sendable {
        /// The statement, on one line.
        package let sql: String
        /// The steps, as SQLite words them.
        package let steps: [String]

        /// Whether rows are found by an index of a name.
        package func uses(index: String) -> Bool {
            steps.contains { $0.contains("INDEX \(index) (") }
        }
    }

    /// The plans, in the order of the files.
    package let all: [Plan]

    /// Asks for the plan of each statement that reads or changes rows.
    ///
    /// - Parameters:
    ///   - folder: The folder of the source files, from the root of the repository on; files that
    ///     make tables are left out.
    ///   - migrations: What makes the tables.
    /// - Throws: What the file system or the store says.
    package init(of folder: String, migrations: [Migration]) async throws {
        let place = try TemporaryFolder()
        let store = try Store.open(
            "sqlite:\(place.file("empty.sqlite"))",
            migrations: migrations,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        all = try await attempt {
            try Self.statements(in: folder).map { sql in
                Plan(sql: sql, steps: try store.read { try $0.queryPlan(of: sql) })
            }
        } finally: {
            await store.close()
        }
        withExtendedLifetime(place) {}
    }

    /// The plans of the statements that say something.
    package func saying(_ part: String) -> [Plan] { all.filter { $0.sql.contains(part) } }

    /// The steps that go through all rows of a table, with their statements; a statement without
    /// a condition that ends at the first row goes through one.
    package func scans(of tables: Set<String>) -> [String] {
        all.filter { !Self.onlyLooksForOne($0.sql) }.flatMap { plan in
            plan.steps.compactMap { step in
                guard let scan = step.firstMatch(of: /SCAN (\w+)/), tables.contains(String(scan.1))
                else { return nil }
                return "\(step) in \(plan.sql)"
            }
        }
    }

    /// The steps that go through all rows of a member in a table, with their statements.
    package func memberScans(of tables: Set<String>) -> [String] {
        all.flatMap { plan in
            plan.steps.filter { step in
                tables.contains { table in
                    // Tables whose rows lie in the order of the key, and those with an index of it.
                    ["PRIMARY KEY", "INDEX sqlite_autoindex_\(table)_1"].contains {
                        step == "SEARCH \(table) USING \($0) (member=?)"
                    }
                }
            }.map { "\($0) in \(plan.sql)" }
        }
    }

    /// The steps that sort rows, with their statements: each goes through all rows that it sorts.
    package var sorts: [String] {
        all.flatMap { plan in
            plan.steps.filter { $0.contains("TEMP B-TREE") }.map { "\($0) in \(plan.sql)" }
        }
    }

    private static func onlyLooksForOne(_ sql: String) -> Bool {
        sql.hasSuffix("LIMIT 1") && !sql.contains("WHERE") && !sql.contains("ORDER BY")
    }

    private static func statements(in folder: String) throws -> [String] {
        let root = URL(fileURLWithPath: #filePath).resolvingSymlinksInPath()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: folder)
        let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
        var found: [String] = []
        while let file = files?.nextObject() as? URL {
            let name = file.lastPathComponent
            guard name.hasSuffix(".swift"), !name.contains("Tables") else { continue }
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
