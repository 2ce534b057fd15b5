/// The words of SQL that SQLite 3.40 and PostgreSQL 15 do not both understand alike.
enum SQLRule {
    private struct Ban {
        let words: [String]
        /// Whether lower case is a name, as a column's, and no fault.
        var isUpperOnly = false
        let advice: String
    }

    private static let bans: [Ban] = [
        Ban(words: ["INSERT", "OR"], advice: "say ON CONFLICT"),
        Ban(words: ["REPLACE", "INTO"], advice: "say ON CONFLICT"),
        Ban(words: ["AUTOINCREMENT"], advice: "say {rownumber}"),
        Ban(words: ["WITHOUT", "ROWID"], advice: "say {clustered}"),
        Ban(words: ["ROWID"], advice: "name a key of your own"),
        Ban(words: ["PRAGMA"], advice: "it belongs to the engine"),
        Ban(words: ["IFNULL", "("], advice: "say COALESCE"),
        Ban(words: ["IIF", "("], advice: "say CASE"),
        Ban(words: ["TYPEOF", "("], advice: "SQLite only"),
        Ban(words: ["GROUP_CONCAT", "("], advice: "SQLite only"),
        Ban(words: ["LAST_INSERT_ROWID"], advice: "say RETURNING"),
        Ban(words: ["DATETIME", "("], advice: "instants are integers"),
        Ban(words: ["STRFTIME", "("], advice: "instants are integers"),
        Ban(words: ["UNIXEPOCH", "("], advice: "instants come from the command"),
        Ban(words: ["JULIANDAY"], advice: "instants are integers"),
        Ban(words: ["GLOB"], advice: "SQLite only"),
        Ban(words: ["=", "="], advice: "say ="),
        Ban(words: ["IS", "?"], advice: "say IS NOT DISTINCT FROM"),
        Ban(words: ["IS", "NOT", "?"], advice: "say IS DISTINCT FROM"),
        Ban(words: ["\""], advice: "quote texts with ', rename what needs quoting"),
        Ban(words: ["ILIKE"], advice: "PostgreSQL only"),
        Ban(words: [":", ":"], advice: "say CAST"),
        Ban(words: ["SERIAL"], isUpperOnly: true, advice: "say {rownumber}"),
        Ban(words: ["BIGSERIAL"], isUpperOnly: true, advice: "say {rownumber}"),
        Ban(words: ["TRIGGER"], isUpperOnly: true, advice: "do it in the command"),
        Ban(words: ["SEQUENCE"], isUpperOnly: true, advice: "say {rownumber}"),
        Ban(words: ["LISTEN"], isUpperOnly: true, advice: "PostgreSQL only"),
        Ban(words: ["NOTIFY"], isUpperOnly: true, advice: "PostgreSQL only"),
    ]

    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isShipped, !isEngine(file.path) else { return [] }
        return file.sqlStatements.flatMap { statement in
            (words(of: statement) + SQLShape.faults(of: statement)).map {
                file.finding($0.line, "SQL: \($0.problem)")
            }
        }
    }

    /// Whether a file belongs to the SQLite engine, which alone may speak its dialect.
    private static func isEngine(_ path: String) -> Bool {
        path.hasPrefix("Shared/Storage/") && path.contains("SQLite")
    }

    private static func words(of statement: SQLStatement) -> [(line: Int, problem: String)] {
        statement.words.indices.flatMap { index -> [(line: Int, problem: String)] in
            let word = statement.words[index]
            var problems = bans.filter { ban in
                statement.matches(index, ban.words) && (!ban.isUpperOnly || word.text == word.upper)
            }.map { "\($0.words.joined(separator: " ")): \($0.advice)" }
            if word.text == "\0" { problems.append("interpolation: bind a parameter") }
            if word.upper.hasPrefix("PG_") { problems.append("\(word.text): PostgreSQL only") }
            if word.text.hasPrefix("$") { problems.append("\(word.text): parameters are ?") }
            return problems.map { (word.line, $0) }
        }
    }
}

extension SourceFile {
    /// The SQL of the file's string literals, those joined by `+` taken as one.
    var sqlStatements: [SQLStatement] {
        var statements: [SQLStatement] = []
        var words: [SQLStatement.Word] = []
        for index in tokens.indices {
            guard case .string(let literal) = tokens[index].kind else { continue }
            words += SQLStatement.words(of: literals[literal])
            if isJoined(index) { continue }
            statements += SQLStatement.statements(in: words)
            words = []
        }
        return statements
    }

    /// Whether another literal is added to the one at an index.
    private func isJoined(_ index: Int) -> Bool {
        let end = tokens[index].range.upperBound
        guard let next = tokens[index...].firstIndex(where: { $0.range.lowerBound >= end }) else {
            return false
        }
        return tokens.matches(next, "+", "\"")
    }
}
