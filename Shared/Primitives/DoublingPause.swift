/// A pause that doubles with each failure in a row, up to a bound: exponential backoff.
///
/// Its two jitters are those of M. Brooker's "Exponential Backoff And Jitter": a full one spreads
/// callers the furthest, an equal one never comes back at once.
package struct DoublingPause: Hashable, Sendable {
    /// The pause after a first failure, 0 or more.
    package let first: Duration
    /// What the doubling never passes, 0 or more.
    package let longest: Duration

    /// Sets the bounds; what is below 0 is raised to 0.
    package init(from first: Duration, upTo longest: Duration) {
        self.first = max(.zero, first)
        self.longest = max(.zero, longest)
    }

    /// The pause after so many failures in a row, 1 or more.
    package func after(_ failures: Int) -> Duration {
        let factor = 1 << min(max(failures, 1) - 1, 62)
        // Divided, as a product may be longer than a duration can be.
        return first <= longest / factor ? first * factor : longest
    }

    /// The pause after failures, spread over its whole length.
    ///
    /// - Parameters:
    ///   - failures: How many there were in a row, 1 or more.
    ///   - jitter: Where in the pause to land, 0 up to 1.
    /// - Returns: A part of the pause, up to all of it.
    package func after(_ failures: Int, fullJitter jitter: Double) -> Duration {
        after(failures) * min(max(jitter, 0), 1)
    }

    /// The pause after failures, spread over its upper half.
    ///
    /// - Parameters:
    ///   - failures: How many there were in a row, 1 or more.
    ///   - jitter: Where in the upper half to land, 0 up to 1.
    /// - Returns: Half of the pause, up to all of it.
    package func after(_ failures: Int, equalJitter jitter: Double) -> Duration {
        after(failures) * (0.5 + 0.5 * min(max(jitter, 0), 1))
    }
}
