/// Tells a person who waits how far something long has come.
///
/// On a terminal it is one line that is rewritten; elsewhere a line every few seconds, and none
/// where the work was done before the first of them.
package struct ProgressLine {
    /// Where a line goes.
    package struct Paper: Sendable {
        /// Whether the last line can be rewritten.
        package let isTerminal: Bool
        /// Writes a line; on a terminal in the place of the last one.
        package let write: @Sendable (String) -> Void

        /// Describes where lines go.
        package init(isTerminal: Bool, write: @escaping @Sendable (String) -> Void) {
            self.isTerminal = isTerminal
            self.write = write
        }
    }

    private static let width = 24

    private let what: String
    private let total: Int?
    private let begun: ContinuousClock.Instant
    private let paper: Paper
    private var shown: ContinuousClock.Instant

    /// Begins to count.
    ///
    /// - Parameters:
    ///   - what: What is counted, in the plural.
    ///   - total: How many there are, where that is known.
    ///   - begun: When the work began.
    ///   - paper: Where the line goes.
    package init(
        _ what: String,
        of total: Int? = nil,
        from begun: ContinuousClock.Instant = .now,
        on paper: Paper
    ) {
        self.what = what
        self.total = total
        self.begun = begun
        self.paper = paper
        shown = begun
    }

    /// Shows how many are done, if the last time was long enough ago.
    package mutating func show(_ done: Int, at now: ContinuousClock.Instant = .now) {
        let interval: Duration = paper.isTerminal ? .milliseconds(100) : .seconds(3)
        guard now - shown >= interval else { return }
        shown = now
        paper.write(text(done, at: now))
    }

    /// Leaves a terminal's line empty for what comes next.
    package func end() {
        if paper.isTerminal { paper.write("") }
    }

    private func text(_ done: Int, at now: ContinuousClock.Instant) -> String {
        let elapsed = now - begun
        let seconds =
            Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
        // A rate is for the eye; nothing is counted with it.
        let rate = seconds > 0 ? Int(min(Double(done) / seconds, 1e12)) : 0
        guard let total, total > 0 else {
            return "\(done.grouped) \(what), \(rate.grouped) a second"
        }
        let share = min(max(Double(done) / Double(total), 0), 1)
        let filled = Int(share * Double(Self.width))
        let bar =
            String(repeating: "#", count: filled)
            + String(repeating: ".", count: Self.width - filled)
        return "[\(bar)] \(Int(share * 100)) %  \(done.grouped) of \(total.grouped) \(what), "
            + "\(rate.grouped) a second"
    }
}

extension BinaryInteger {
    /// The number with commas between groups of three digits.
    package var grouped: String {
        let digits = String(magnitude)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + text
    }
}
