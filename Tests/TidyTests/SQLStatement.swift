/// One SQL statement of a string literal, split into words and marks.
struct SQLStatement {
    struct Word {
        /// A name, number, mark, or type word such as `{int}`.
        let text: String
        let upper: String
        let line: Int
    }

    let words: [Word]

    private static let beginnings: Set<String> = [
        "SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "ALTER", "DROP", "WITH",
    ]

    func upper(_ index: Int) -> String { words.indices.contains(index) ? words[index].upper : "" }

    func matches(_ index: Int, _ texts: [String]) -> Bool {
        texts.indices.allSatisfy { upper(index + $0) == texts[$0] }
    }

    /// Whether the words begin as SQL does, and not as `DELETE /v1/…`.
    private static func isSQL(_ words: [Word]) -> Bool {
        guard words.count > 1, let first = words.first else { return false }
        return beginnings.contains(first.text) && words[1].text != "/"
    }

    /// The statements in the words of a literal; none where it is not SQL.
    ///
    /// Only the literal's beginning decides: behind a semicolon every statement counts.
    static func statements(in words: [Word]) -> [SQLStatement] {
        guard isSQL(words) else { return [] }
        return words.split { $0.text == ";" }.map { SQLStatement(words: Array($0)) }
    }
}

// MARK: Splitting

extension SQLStatement {
    /// The words and marks of a literal, without SQL's comments and quoted texts.
    static func words(of literal: Literal) -> [Word] {
        var words: [Word] = []
        var rest = Substring(literal.text)
        var line = literal.lines.lowerBound
        while let character = rest.first {
            let length = length(ofPieceIn: rest)
            let piece = rest.prefix(length)
            rest = rest.dropFirst(length)
            if !character.isWhitespace, character != "'", character != "\\", !piece.hasPrefix("--")
            {
                words.append(Word(text: String(piece), upper: piece.uppercased(), line: line))
            }
            line += piece.count { $0 == "\n" }
        }
        return words
    }

    /// How many characters the word, quoted text, comment, escape or mark takes that begins here.
    private static func length(ofPieceIn text: Substring) -> Int {
        switch text.first {
        case "'":
            return min(text.count, text.dropFirst().prefix { $0 != "'" }.count + 2)
        case "-" where text.hasPrefix("--"):
            return text.prefix { $0 != "\n" }.count
        case "\\":
            return text.dropFirst().first == "n" || text.dropFirst().first == "t" ? 2 : 1
        case "{":
            let word = text.dropFirst().prefix { $0.isLetter }
            return text.dropFirst(word.count + 1).first == "}" ? word.count + 2 : 1
        default:
            return max(
                1,
                text.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "$" }.count
            )
        }
    }
}
