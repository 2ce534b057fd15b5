// MARK: Strings

extension Lexer {
    /// Takes what begins with `#`: a raw string, an extended pattern, or a mark.
    mutating func takePound() {
        var pounds = 0
        while peek(pounds) == UInt8(ascii: "#") { pounds += 1 }
        switch peek(pounds) {
        case UInt8(ascii: "\""): takeString(pounds: pounds)
        case UInt8(ascii: "/"): takePattern(to: endOfPattern(pounds: pounds))
        default:
            position += 1
            append(.mark, from: position - 1)
        }
    }

    mutating func takeString(pounds: Int) {
        let start = position
        let index = tokens.count
        let isMultiline = starts(with: "\"\"\"", ahead: pounds) && restIsBlank(ahead: pounds + 3)
        let quotes = isMultiline ? 3 : 1
        position += pounds + quotes
        var text: [UInt8] = []
        while position < bytes.count, !closes(quotes: quotes, pounds: pounds) {
            if peek() == UInt8(ascii: "\\"), hasPounds(pounds, ahead: 1) {
                if peek(pounds + 1) == UInt8(ascii: "(") {
                    text.append(0)
                    takeInterpolation(pounds: pounds)
                    continue
                }
                text.append(peek())
                position += pounds + 1
            }
            if peek() == .newline, !isMultiline { break }
            text.append(peek())
            position += 1
        }
        position = min(position + quotes + pounds, bytes.count)
        let lines = line(at: start)...line(at: position - 1)
        let literal = Literal(
            text: String(decoding: text, as: UTF8.self),
            lines: lines,
            isMultiline: isMultiline
        )
        insert(literal, from: start, at: index)
    }

    private mutating func takeInterpolation(pounds: Int) {
        position += pounds + 1
        var depth = 0
        repeat {
            if peek() == UInt8(ascii: "(") { depth += 1 }
            if peek() == UInt8(ascii: ")") { depth -= 1 }
            step()
        } while depth > 0 && position < bytes.count
    }

    private func closes(quotes: Int, pounds: Int) -> Bool {
        (0..<quotes).allSatisfy { peek($0) == UInt8(ascii: "\"") }
            && hasPounds(pounds, ahead: quotes)
    }

    private func hasPounds(_ pounds: Int, ahead distance: Int) -> Bool {
        (0..<pounds).allSatisfy { peek(distance + $0) == UInt8(ascii: "#") }
    }

    private func restIsBlank(ahead distance: Int) -> Bool {
        var distance = distance
        while peek(distance) == UInt8(ascii: " ") { distance += 1 }
        return peek(distance) == .newline || peek(distance) == UInt8(ascii: "\r")
    }
}

// MARK: Patterns

extension Lexer {
    mutating func takePattern(to end: Int) {
        let start = position
        position = end
        append(.pattern, from: start)
    }

    /// The end of a `/…/` that begins here, nil where the slash divides.
    func endOfBarePattern() -> Int? {
        guard previousAllowsPattern, peek(1) != UInt8(ascii: " "), peek(1) != UInt8(ascii: ")")
        else { return nil }
        var place = position + 1
        while place < bytes.count, bytes[place] != .newline {
            if bytes[place] == UInt8(ascii: "/") { return place + 1 }
            place += bytes[place] == UInt8(ascii: "\\") ? 2 : 1
        }
        return nil
    }

    private func endOfPattern(pounds: Int) -> Int {
        var place = position + pounds + 1
        while place < bytes.count {
            let closing = bytes[place...].prefix(pounds + 1)
            if closing.first == UInt8(ascii: "/"),
                closing.dropFirst().allSatisfy({ $0 == UInt8(ascii: "#") }),
                closing.count == pounds + 1
            {
                return place + pounds + 1
            }
            place += 1
        }
        return bytes.count
    }

    private var previousAllowsPattern: Bool {
        guard let previous = tokens.last else { return true }
        return switch previous.kind {
        case .word: ["return", "in", "try", "case", "if", "while"].contains(previous.text)
        case .mark: "(,=:[{;!&|?".contains(previous.text)
        case .string, .pattern: false
        }
    }
}
