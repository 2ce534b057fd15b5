/// Calls and words that no shipped file may contain.
enum CallRule {
    static func findings(in file: SourceFile) -> [Finding] {
        guard file.isShipped else { return [] }
        let calls = file.tokens.indices.compactMap { index in
            fault(index, in: file).map { file.finding(file.tokens[index].line, $0) }
        }
        return calls + file.comments.flatMap { marks(in: $0, of: file) }
    }

    private static func fault(_ index: Int, in file: SourceFile) -> String? {
        let tokens = file.tokens
        return switch tokens[index].text {
        case "!": forced(index, tokens)
        case "fatalError": "fatalError: refuse, or make it impossible"
        case "print", "debugPrint": printed(index, in: file)
        case "Task": task(index, in: file)
        case "var": storedStatic(index, tokens)
        default: nil
        }
    }

    /// The fault of a `!` that stands directly behind what it forces.
    private static func forced(_ index: Int, _ tokens: [Token]) -> String? {
        guard index > 0, tokens.touchesPrevious(index) else { return nil }
        if tokens.text(index + 1) == "=", tokens.touchesPrevious(index + 1) { return nil }
        let previous = tokens[index - 1]
        guard previous.kind != .mark || ")]}?>".contains(previous.text) else { return nil }
        return switch previous.text {
        case "try": "try!: throw, or handle the error"
        case "as": "as!: use as? and say what else happens"
        default: "\(previous.text)! unwraps by force: use guard let"
        }
    }

    private static func printed(_ index: Int, in file: SourceFile) -> String? {
        guard file.tokens.text(index + 1) == "(",
            ![".", "func"].contains(file.tokens.text(index - 1)),
            !file.isBelow("Services/Jifen"), !file.isBelow("Shared/ServiceHost")
        else { return nil }
        return "\(file.tokens[index].text)(: use the logger"
    }

    private static func storedStatic(_ index: Int, _ tokens: [Token]) -> String? {
        let modifiers = tokens[tokens.declarationStart(index)..<index]
        guard modifiers.contains(where: { $0.text == "static" }) else { return nil }
        if let mark = tokens.first(of: ["=", "{"], afterKeyword: index), tokens[mark].text == "{",
            !["willSet", "didSet"].contains(tokens.text(mark + 1))
        {
            return nil
        }
        return "static var \(tokens.text(index + 1)) is stored: hand the state in"
    }

    /// The faults of `Task.detached` and, outside ServiceHost and TestSupport, of `Task {`.
    private static func task(_ index: Int, in file: SourceFile) -> String? {
        let tokens = file.tokens
        if tokens.matches(index, "Task", ".", "detached") { return "Task.detached: use a Service" }
        guard !file.isBelow("Shared/ServiceHost"), !file.isBelow("Shared/TestSupport"),
            !isType(index, tokens),
            beginsTask(index, tokens)
        else { return nil }
        return "bare Task: run it as a Service of ServiceHost"
    }

    /// Whether `Task` names a type here, be it Swift's or a task of the programme.
    private static func isType(_ index: Int, _ tokens: [Token]) -> Bool {
        let before: Set<String> = [
            ":", ">", "struct", "class", "enum", "actor", "protocol", "extension", "typealias",
            "is", "as", "any", "some",
        ]
        return before.contains(tokens.text(index - 1))
            || tokens.matches(index - 2, "as", "?") || tokens.matches(index - 2, "=", "=")
    }

    /// Whether a closure follows: `Task {`, `Task<A, B> {`, `Task(priority: …) {`, `Task.init {`.
    private static func beginsTask(_ index: Int, _ tokens: [Token]) -> Bool {
        var next = index + 1
        if tokens.text(next) == ".", ["init", "immediate"].contains(tokens.text(next + 1)) {
            next += 2
        }
        if tokens.text(next) == "<" { next = tokens.closing(of: next) + 1 }
        if tokens.text(next) == "(" {
            let end = tokens.closing(of: next)
            if tokens[next..<end].contains(where: { $0.text == "operation" }) { return true }
            next = end + 1
        }
        return tokens.text(next) == "{"
    }

    private static func marks(in comment: Comment, of file: SourceFile) -> [Finding] {
        let lines = comment.text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.indices.flatMap { index in
            lines[index].split { !$0.isLetter && !$0.isNumber }
                .filter { ["TODO", "FIXME", "XXX"].contains($0) }
                .map { file.finding(comment.lines.lowerBound + index, "\($0): do it or drop it") }
        }
    }
}
