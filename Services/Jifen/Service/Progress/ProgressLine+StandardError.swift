import Primitives

extension ProgressLine.Paper {
    /// Standard error.
    static var standardError: ProgressLine.Paper {
        let isTerminal = StandardStreams.errorsAreOnTerminal
        return ProgressLine.Paper(isTerminal: isTerminal) { line in
            if isTerminal { StandardStreams.rewrite(line) } else { StandardStreams.complain(line) }
        }
    }
}
