/// Whether tests test: none is switched off, none passes by itself, none waits for real time.
enum HonestTestRule {
    /// The folders whose tests drive real processes and sockets, and so may wait.
    private static let mayWait = [
        "Tests/SuiteTests", "Tests/HastyGateway", "Tests/Bench", "Tests/CallsTests",
    ]

    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isBelow("Tests") else { return [] }
        return file.tokens.indices.compactMap { index in
            fault(index, in: file).map { file.finding(file.tokens[index].line, $0) }
        }
    }

    private static func fault(_ index: Int, in file: SourceFile) -> String? {
        let tokens = file.tokens
        let word = tokens[index].text
        switch word {
        case "expect", "require":
            return tokens.text(index - 1) == "#" && isTrue(index + 1, tokens)
                ? "#\(word)(true) tests nothing" : nil
        case "disabled":
            return tokens.text(index - 1) == "." && tokens.text(index + 1) == "("
                ? ".disabled: mend the test or delete it" : nil
        case "withKnownIssue":
            return "withKnownIssue: mend the issue"
        case "sleep", "usleep", "nanosleep":
            guard tokens.text(index + 1) == "(", tokens.text(index - 1) != "func",
                !mayWait.contains(where: file.isBelow)
            else { return nil }
            return "\(word)(: move the clock by hand"
        default:
            return nil
        }
    }

    /// Whether `(true` or `(Bool(true)` follows and the condition ends there.
    private static func isTrue(_ opening: Int, _ tokens: [Token]) -> Bool {
        let isPlain = tokens.matches(opening, "(", "true")
        guard isPlain || tokens.matches(opening, "(", "Bool", "(", "true", ")") else {
            return false
        }
        return [")", ","].contains(tokens.text(opening + (isPlain ? 2 : 5)))
    }
}
