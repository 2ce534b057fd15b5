/// How SQLite spells what the engines spell differently.
enum SQLiteDialect {
    private static let words = [
        ("{int}", "INTEGER"), ("{text}", "TEXT"), ("{blob}", "BLOB"),
        ("{rownumber}", "INTEGER PRIMARY KEY"), ("{strict}", "STRICT"),
        ("{clustered}", "STRICT, WITHOUT ROWID"),
    ]

    /// The statement with its type words replaced.
    static func render(_ statement: String) -> String {
        words.reduce(statement) { $0.replacing($1.0, with: $1.1) }
    }
}
