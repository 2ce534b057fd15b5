import Testing

struct SQLTests {
    @Test func `the SQL is the one that both engines understand`() {
        Repository.report(Repository.shipped.flatMap(SQLRule.findings))
    }

    @Test(arguments: portable)
    func `portable SQL passes`(_ text: String) {
        sample("let a = \"\"\"\n\(text)\n\"\"\"").check(SQLRule.findings)
    }

    @Test(arguments: foreignWords + foreignShapes)
    func `SQL of one engine is found`(_ text: String, _ problem: String) {
        let findings = SQLRule.findings(in: sample("let a = \"\"\"\n\(text)\n\"\"\"").file)
        #expect(findings.contains { $0.line == 2 && $0.problem.contains(problem) }, "\(findings)")
    }

    @Test(arguments: places)
    func `SQL is found where it stands`(_ sample: Sample) {
        sample.check(SQLRule.findings)
    }

    static let portable = [
        "SELECT CAST(COALESCE(SUM(a), 0) AS BIGINT) FROM t ORDER BY a NULLS LAST",
        "SELECT CAST(SUM(a) AS {int}), MAX(b), CAST(c AS {text}) FROM t WHERE d LIKE 'pg_ROWID'",
        "SELECT sequence, serial, trigger FROM t -- PRAGMA\nWHERE a IS NULL AND b IS NOT NULL",
        "INSERT INTO t (a, b) VALUES (?, ?) ON CONFLICT (a) DO NOTHING RETURNING b",
        "WITH x AS (SELECT a FROM t) INSERT INTO u SELECT a FROM x RETURNING a",
        "CREATE TABLE t (a {rownumber}, b {text} NOT NULL CHECK (b IN ('x', 'y'))) {strict}",
        "CREATE TABLE IF NOT EXISTS t (a {int}, b {blob}, PRIMARY KEY (a, b)) {clustered};",
        "CREATE TABLE t (a {int}) {strict};\nCREATE INDEX u ON t (a, b) WHERE a = 1",
        "ALTER TABLE t ADD COLUMN a {int} NOT NULL DEFAULT 0; ALTER TABLE t RENAME TO u",
        "Select this, INSERT OR that",
        "WITH",
        "DELETE /v1/rowid/\\(id)",
    ]

    static let foreignWords = [
        ("INSERT OR IGNORE INTO t VALUES (?)", "INSERT OR:"),
        ("WITH x AS (SELECT 1) REPLACE INTO t SELECT 1", "REPLACE INTO:"),
        ("CREATE TABLE t (a {rownumber} AUTOINCREMENT) {strict}", "AUTOINCREMENT:"),
        ("CREATE TABLE t (a {int}) WITHOUT ROWID", "WITHOUT ROWID:"),
        ("SELECT rowid FROM t", "ROWID:"),
        ("SELECT 1; PRAGMA user_version", "PRAGMA:"),
        ("SELECT ifnull(a, b)", "IFNULL (:"),
        ("SELECT datetime('now')", "DATETIME (:"),
        ("SELECT strftime('%s', a)", "STRFTIME (:"),
        ("SELECT a FROM t WHERE a GLOB 'b*'", "GLOB:"),
        ("SELECT julianday(a)", "JULIANDAY:"),
        ("CREATE TABLE t (a SERIAL) {strict}", "SERIAL:"),
        ("SELECT a FROM t WHERE a ILIKE 'b'", "ILIKE:"),
        ("SELECT a::int FROM t", ": ::"),
        ("CREATE TRIGGER t", "TRIGGER:"),
        ("CREATE SEQUENCE s", "SEQUENCE:"),
        ("SELECT 1; LISTEN a", "LISTEN:"),
        ("SELECT 1; NOTIFY a", "NOTIFY:"),
        ("SELECT pg_sleep(1)", "pg_sleep:"),
        ("SELECT a FROM t WHERE a = $1", "$1:"),
        ("SELECT a FROM t WHERE a = \"b\"", "\":"),
        ("SELECT a FROM \\(table)", "interpolation"),
        ("SELECT a FROM t WHERE a == ?", "= =:"),
        ("SELECT a FROM t WHERE a IS NOT ?", "IS NOT ?:"),
    ]

    static let foreignShapes = [
        ("SELECT SUM(a) FROM t", "SUM( outside"),
        ("SELECT COALESCE(SUM(a), 0) FROM t", "SUM( outside"),
        ("SELECT CAST(a AS BIGINT), SUM(b) FROM t", "SUM( outside"),
        ("SELECT CAST(SUM(a) AS INTEGER) FROM t", "AS BIGINT"),
        ("CREATE TABLE t (a INTEGER) {strict}", "column a:"),
        ("CREATE TABLE t (a {int}, b text) {strict}", "column b:"),
        ("CREATE TABLE t (a {int}, b {bool}) {strict}", "{bool} is no"),
        ("CREATE TABLE t (a {int})", "ends with"),
        ("CREATE TABLE t (a {int}) STRICT;", "ends with"),
        ("CREATE TABLE t (a {int}); CREATE TABLE u (a {int}) {strict}", "ends with"),
        ("ALTER TABLE t ADD COLUMN a BIGINT", "column a:"),
        ("ALTER TABLE t ADD a BOOLEAN", "column a:"),
        ("WITH x AS (DELETE FROM t RETURNING a) SELECT a FROM x", "RETURNING"),
        ("SELECT MAX(a, b) FROM t", "MAX("),
    ]

    private func sample(_ text: String, wrong: [Int] = []) -> Sample {
        Sample("Services/Mall/Service/Orders.swift", text, wrong: wrong)
    }

    private static let bad = "\n\nf(\"SELECT a FROM t WHERE rowid = ?\")"

    static let places = [
        Sample("Services/Mall/Service/A.swift", bad, wrong: [3]),
        Sample("Shared/Outbox/SQLite.swift", bad, wrong: [3]),
        Sample("Shared/Storage/Store.swift", bad, wrong: [3]),
        Sample("Shared/Storage/SQLite/Writer.swift", bad),
        Sample("Tests/StorageTests/A.swift", bad),
        Sample("Shared/Outbox/A.swift", "// \"SELECT rowid\"\nlet a = \"rowid, SELECT\""),
        Sample(
            "Shared/Outbox/A.swift",
            "f(\"SELECT a \"\n + \"FROM t \"\n + \"LIMIT $1\")",
            wrong: [3]
        ),
        Sample(
            "Shared/Outbox/A.swift",
            "f(\"\"\"\n  SELECT a\n\n  FROM pg_b\n  \"\"\")",
            wrong: [4]
        ),
        Sample("Shared/Outbox/A.swift", "f(\"SELECT \\\"a\\\"\")", wrong: [1, 1]),
        Sample("Shared/Outbox/A.swift", "f(\"DELETE \"\n  + \"FROM \\(t) \" + a)", wrong: [2]),
        Sample(
            "Shared/Outbox/A.swift",
            "f(#\"SELECT a\\nFROM b\"#, \"UPDATE \\(t) SET a = 1\")",
            wrong: [1]
        ),
    ]
}
