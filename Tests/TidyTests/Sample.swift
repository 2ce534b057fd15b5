import Testing

/// One row of a rule's own test: a snippet, and the lines that the rule must find wrong in it.
struct Sample: Sendable, CustomTestStringConvertible {
    let file: SourceFile
    /// The line of each finding, in the rule's order.
    let wrong: [Int]
    let testDescription: String

    init(_ path: String, _ text: String, wrong: [Int] = []) {
        file = SourceFile(path: path, text: text)
        self.wrong = wrong
        let line = text.split(separator: "\n").joined(separator: " ⏎ ")
        testDescription = "\(path): \(line.prefix(90))"
    }

    /// Runs a rule on the snippet and compares.
    func check(
        _ rule: (SourceFile) -> [Finding],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let findings = rule(file)
        #expect(findings.map(\.line) == wrong, "\(findings)", sourceLocation: sourceLocation)
    }
}
