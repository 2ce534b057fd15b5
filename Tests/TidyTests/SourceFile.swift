/// One Swift file, split for the rules.
struct SourceFile: Sendable {
    /// Its path from the repository's root.
    let path: String
    let tokens: [Token]
    let comments: [Comment]
    let literals: [Literal]
    /// The lines without their ends.
    let lines: [Substring]
    private let ownLineComments: [Int: Comment]

    init(path: String, text: String) {
        let lexer = Lexer(text)
        self.path = path
        tokens = lexer.tokens
        comments = lexer.comments
        literals = lexer.literals
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.last == "" { lines.removeLast() }
        self.lines = lines
        ownLineComments = Dictionary(
            comments.filter(\.startsLine).map { ($0.lines.upperBound, $0) },
            uniquingKeysWith: { first, _ in first }
        )
    }

    /// The names of the folders it lies in, then its own.
    var parts: [Substring] { path.split(separator: "/") }

    func isBelow(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }

    /// Whether it ships, as opposed to being a test.
    var isShipped: Bool { isBelow("Services") || isBelow("Shared") }

    /// Whether it belongs to the pure rules of a service.
    var isDomain: Bool { isBelow("Services") && parts.dropFirst(2).first == "Domain" }

    /// Whether it belongs to the executable of a service.
    var isMain: Bool { isBelow("Services") && parts.dropFirst(2).first == "Main" }

    /// The comments that fill the lines directly above a line, top first.
    func comments(above line: Int) -> [Comment] {
        var found: [Comment] = []
        var line = line - 1
        while let comment = ownLineComments[line] {
            found.append(comment)
            line = comment.lines.lowerBound - 1
        }
        return found.reversed()
    }

    func finding(_ line: Int, _ problem: String) -> Finding {
        Finding(path: path, line: line, problem: problem)
    }
}

/// One place that breaks a rule.
struct Finding: Sendable, CustomStringConvertible {
    let path: String
    /// Counted from 1; 0 where the whole file or folder is meant.
    let line: Int
    let problem: String

    var description: String {
        line == 0 ? "\(path): \(problem)" : "\(path):\(line): \(problem)"
    }
}
