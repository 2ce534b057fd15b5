/// What may stand in a shipped file only with a comment that answers for it.
///
/// `@unchecked Sendable` needs a comment above its declaration (or above its own line) with a line
/// that begins `// Sendable:` and gives the proof; `try?` needs a comment on its line or the one
/// before that says what is lost.
enum ExcuseRule {
    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isShipped else { return [] }
        return file.tokens.indices.compactMap { index in
            fault(index, in: file).map { file.finding(file.tokens[index].line, $0) }
        }
    }

    private static func fault(_ index: Int, in file: SourceFile) -> String? {
        let tokens = file.tokens
        if tokens.matches(index, "@", "unchecked", "Sendable"), !hasProof(index, in: file) {
            return "@unchecked Sendable without a comment above that begins \"// Sendable:\""
        }
        if tokens.matches(index, "try", "?"), tokens.touchesPrevious(index + 1),
            !hasComment(near: tokens[index].line, in: file)
        {
            return "try? without a comment, here or on the line before, that says what is lost"
        }
        return nil
    }

    private static func hasProof(_ index: Int, in file: SourceFile) -> Bool {
        let kinds: Set<String> = ["class", "struct", "enum", "extension", "actor"]
        let keyword = file.tokens[..<index].lastIndex { kinds.contains($0.text) } ?? index
        let declaration = file.tokens[file.tokens.declarationStart(keyword)]
        return [declaration.line, file.tokens[keyword].line, file.tokens[index].line]
            .flatMap(file.comments(above:))
            .contains { $0.text.drop { $0 == "/" }.hasPrefix(" Sendable:") }
    }

    private static func hasComment(near line: Int, in file: SourceFile) -> Bool {
        file.comments.contains { $0.lines.overlaps((line - 1)...line) }
    }
}
