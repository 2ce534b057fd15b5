/// Splits Swift text into tokens, comments and string literals, each with its place.
///
/// What stands in an interpolation is code like any other; its tokens follow the literal's.
struct Lexer {
    let bytes: [UInt8]
    private let lineStarts: [Int]
    var position = 0
    private(set) var tokens: [Token] = []
    private(set) var comments: [Comment] = []
    private(set) var literals: [Literal] = []

    init(_ text: String) {
        let bytes = Array(text.utf8)
        self.bytes = bytes
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == .newline }.map { $0 + 1 }
        while position < bytes.count { step() }
    }

    /// Takes one token, one comment or one blank.
    mutating func step() {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), .newline: position += 1
        case UInt8(ascii: "/"): takeSlash()
        case UInt8(ascii: "#"): takePound()
        case UInt8(ascii: "\""): takeString(pounds: 0)
        case UInt8(ascii: "`"): takeQuotedName()
        default: byte.isWordCharacter ? takeWord() : takeMark()
        }
    }

    private mutating func takeWord() {
        let start = position
        while peek().isWordCharacter { position += 1 }
        append(.word, from: start)
    }

    private mutating func takeMark() {
        position += 1
        append(.mark, from: position - 1)
    }

    /// Takes a name between backticks, which may hold blanks.
    private mutating func takeQuotedName() {
        let start = position
        let ends = [UInt8(ascii: "`"), .newline, 0]
        position += 1
        while !ends.contains(peek()) { position += 1 }
        position = min(position + 1, bytes.count)
        append(.word, from: start)
    }

    private mutating func takeSlash() {
        switch peek(1) {
        case UInt8(ascii: "/"): takeLineComment()
        case UInt8(ascii: "*"): takeBlockComment()
        default:
            guard let end = endOfBarePattern() else { return takeMark() }
            takePattern(to: end)
        }
    }

    private mutating func takeLineComment() {
        let start = position
        while peek() != .newline, position < bytes.count { position += 1 }
        append(commentFrom: start)
    }

    private mutating func takeBlockComment() {
        let start = position
        var depth = 0
        repeat {
            if starts(with: "/*") {
                depth += 1
                position += 2
            } else if starts(with: "*/") {
                depth -= 1
                position += 2
            } else {
                position += 1
            }
        } while depth > 0 && position < bytes.count
        append(commentFrom: start)
    }
}

// MARK: The cursor

extension Lexer {
    /// The byte that many places ahead, 0 past the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        position + distance < bytes.count ? bytes[position + distance] : 0
    }

    func starts(with text: StaticString, ahead distance: Int = 0) -> Bool {
        let length = text.utf8CodeUnitCount
        return (0..<length).allSatisfy { peek(distance + $0) == text.utf8Start[$0] }
    }

    /// The line of a place in the bytes, counted from 1.
    func line(at place: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= place { low = middle } else { high = middle }
        }
        return low + 1
    }

    private func startsLine(_ place: Int) -> Bool {
        bytes[lineStarts[line(at: place) - 1]..<place].allSatisfy { $0 == 0x20 || $0 == 0x09 }
    }

    private func string(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self)
    }

    mutating func append(_ kind: Token.Kind, from start: Int) {
        tokens.append(token(kind, from: start))
    }

    /// Adds a literal that ends here, with its token before those of its interpolations.
    mutating func insert(_ literal: Literal, from start: Int, at index: Int) {
        literals.append(literal)
        tokens.insert(token(.string(literals.count - 1), from: start), at: index)
    }

    private func token(_ kind: Token.Kind, from start: Int) -> Token {
        let text = kind == .word || kind == .mark ? string(start..<position) : "\""
        return Token(
            kind: kind,
            text: text,
            range: start..<position,
            line: line(at: start),
            startsLine: startsLine(start)
        )
    }

    private mutating func append(commentFrom start: Int) {
        comments.append(
            Comment(
                text: string(start..<position),
                lines: line(at: start)...line(at: position - 1),
                startsLine: startsLine(start)
            )
        )
    }
}

extension UInt8 {
    static let newline = UInt8(ascii: "\n")

    /// Whether it belongs to a name or a number.
    var isWordCharacter: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "$"),
            0x80...0xFF:
            true
        default: false
        }
    }
}
