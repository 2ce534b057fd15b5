import Primitives
import Synchronization

/// Tells a person from time to time how far the clock has come.
final class ClockNews: Sendable {
    private let told = Mutex(ContinuousClock.now)
    private let paper = ProgressLine.Paper.standardError

    /// Tells where the clock stands, if the last time was long enough ago.
    func tell(_ instant: Instant) {
        let isTime = told.withLock { told in
            guard ContinuousClock.now - told >= .seconds(1) else { return false }
            told = .now
            return true
        }
        if isTime { paper.write("the clock is at \(instant)") }
    }

    /// Leaves a terminal's line empty for what comes next.
    func end() {
        if paper.isTerminal { paper.write("") }
    }
}
