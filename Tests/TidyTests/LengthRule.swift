/// How long files, functions and lines may be.
enum LengthRule {
    static let longestFile = 400
    static let longestMain = 20
    static let longestFunction = 40
    static let widestLine = 100
    static let usualFile = 200
    static let medianFile = 80

    static func findings(in file: SourceFile) -> [Finding] {
        columns(of: file) + (file.isShipped ? wholeFile(file) + functions(of: file) : [])
    }

    private static func wholeFile(_ file: SourceFile) -> [Finding] {
        let limit = file.isMain ? longestMain : longestFile
        guard file.lines.count > limit else { return [] }
        return [file.finding(limit + 1, "\(file.lines.count) lines, at most \(limit)")]
    }

    /// The lines of code that are too wide; what stands inside a multi-line string may be.
    private static func columns(of file: SourceFile) -> [Finding] {
        let quoted = file.literals.filter(\.isMultiline).map(\.lines)
        return file.lines.indices.compactMap { index in
            let line = index + 1
            guard file.lines[index].utf8.count > widestLine, file.lines[index].count > widestLine,
                !quoted.contains(where: { $0.lowerBound < line && line < $0.upperBound })
            else { return nil }
            return file.finding(line, "\(file.lines[index].count) columns, at most \(widestLine)")
        }
    }

    /// The functions that have too many lines from their keyword to their closing brace.
    private static func functions(of file: SourceFile) -> [Finding] {
        let tokens = file.tokens
        return tokens.indices.compactMap { index in
            guard ["func", "init", "deinit", "subscript"].contains(tokens[index].text),
                tokens.text(index - 1) != ".",
                let opening = tokens.first(of: ["{"], afterKeyword: index)
            else { return nil }
            let length = tokens[tokens.closing(of: opening)].line - tokens[index].line + 1
            guard length > longestFunction else { return nil }
            let name = tokens[index].text == "func" ? tokens.text(index + 1) : tokens[index].text
            return file.finding(
                tokens[index].line,
                "\(name) has \(length) lines, at most \(longestFunction)"
            )
        }
    }

    /// What is wrong with all files taken together, from the number of lines of each.
    static func spread(of lengths: [Int]) -> [Finding] {
        guard !lengths.isEmpty else { return [] }
        let sorted = lengths.sorted()
        var problems: [String] = []
        let long = sorted.count { $0 > usualFile }
        if long * 10 > sorted.count {
            problems.append(
                "\(long) of \(sorted.count) files above \(usualFile) lines, at most one in ten"
            )
        }
        let twiceMedian = sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]
        if twiceMedian > 2 * medianFile {
            problems.append("median file \(twiceMedian / 2) lines, at most \(medianFile)")
        }
        return problems.map { Finding(path: "Services, Shared", line: 0, problem: $0) }
    }
}
