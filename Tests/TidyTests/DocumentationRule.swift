/// Whether what crosses targets says what it is.
///
/// Every declaration that bears `package` or `public` has a `///` comment directly above it, whose
/// first paragraph is a sentence. Members whose meaning a protocol of the standard library fixes
/// need none.
enum DocumentationRule {
    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isShipped else { return [] }
        return file.tokens.indices.compactMap { index in
            let tokens = file.tokens
            guard ["package", "public", "open"].contains(tokens[index].text),
                tokens.text(index - 1) != ".", tokens.text(index + 1) != "(",
                let keyword = tokens.declarationKeyword(after: index),
                !["import", "extension", "case"].contains(tokens[keyword].text),
                !isConventional(keyword, tokens),
                let fault = fault(ofDeclaration: index, in: file)
            else { return nil }
            let name = tokens[keyword].text == "init" ? "" : " " + tokens.text(keyword + 1)
            return file.finding(tokens[index].line, "\(tokens[keyword].text)\(name): \(fault)")
        }
    }

    private static func fault(ofDeclaration modifier: Int, in file: SourceFile) -> String? {
        let line = file.tokens[file.tokens.declarationStart(modifier)].line
        var comments = file.comments(above: line)
        while let last = comments.last, !last.isDocumentation { comments.removeLast() }
        let firstOther = comments.lastIndex { !$0.isDocumentation }.map { $0 + 1 } ?? 0
        let documentation = comments[firstOther...].map { String($0.text.dropFirst(3)).trimmed }
        if documentation.isEmpty { return "no /// comment directly above" }
        let summary = documentation.prefix { !$0.isEmpty && !$0.hasPrefix("- ") }
        guard let end = summary.last else { return "the comment begins without a sentence" }
        let closers: Set<Character> = [")", "\"", "`", "*", "”"]
        var text = Substring(end)
        while let last = text.last, closers.contains(last) { text.removeLast() }
        guard let last = text.last, ".?!".contains(last) else {
            return "the first paragraph of the comment ends without a full stop"
        }
        return nil
    }

    /// Whether the declaration meets a requirement that everyone knows.
    private static func isConventional(_ keyword: Int, _ tokens: [Token]) -> Bool {
        let name = tokens.text(keyword + 1)
        switch tokens[keyword].text {
        case "var", "let":
            return ["description", "debugDescription", "errorDescription", "rawValue"]
                .contains(name)
        case "func":
            return tokens.matches(keyword + 1, "hash", "(", "into")
                || tokens.matches(keyword + 1, "encode", "(", "to")
                || tokens.matches(keyword + 1, "=", "=", "(")
                || tokens.matches(keyword + 1, "<", "(")
        case "init":
            let opening = name == "(" ? keyword + 1 : keyword + 2
            let label = tokens.text(opening + 1)
            let arguments = tokens[opening...tokens.closing(of: opening)]
            return label == "rawValue" || label.hasSuffix("Literal")
                || label == "from" && arguments.contains { $0.text == "Decoder" }
        default:
            return false
        }
    }
}

extension String {
    /// The text without blanks at its ends.
    var trimmed: String {
        let start = drop { $0 == " " }
        return String(start.reversed().drop { $0 == " " || $0 == "\r" }.reversed())
    }
}
