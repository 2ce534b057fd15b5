/// What the pure rules of a service may not reach for: the clock, chance, and waiting.
enum PurityRule {
    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isDomain else { return [] }
        return file.tokens.indices.compactMap { index in
            fault(index, file.tokens).map { file.finding(file.tokens[index].line, $0) }
        }
    }

    private static func fault(_ index: Int, _ tokens: [Token]) -> String? {
        let word = tokens[index].text
        switch word {
        case "async", "await":
            return tokens.text(index - 1) == "." ? nil : "\(word): a rule does not wait"
        case "Date", "UUID":
            return tokens.matches(index + 1, "(", ")") || tokens.matches(index + 1, ".", "now")
                ? "\(word): take it as an argument" : nil
        case "SystemRandomNumberGenerator":
            return "\(word): take the draw as an argument"
        case "random":
            let isCall = tokens.text(index - 1) == "." && tokens.text(index + 1) == "("
            return isCall && ["in", "using", ")"].contains(tokens.text(index + 2))
                ? ".random: draw with Chance, which replays" : nil
        default:
            return nil
        }
    }
}
