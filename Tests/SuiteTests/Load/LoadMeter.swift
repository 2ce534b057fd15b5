import Synchronization

/// Measures how long answers take: over the whole load, in each fifth of it, and by kind.
final class LoadMeter: Sendable {
    struct Reading: Sendable {
        var fifths = [LoadHistogram](repeating: LoadHistogram(), count: 5)
        var kinds: [LoadKind: LoadHistogram] = [:]
        /// What came since the last line that told of it.
        var recent = LoadHistogram()
        var told = ContinuousClock.now
    }

    private let state = Mutex(Reading())

    /// All that was measured so far.
    var reading: Reading { state.withLock { $0 } }

    /// Notes the time from when a request was meant to go out until its answer was there, and how
    /// much of the load had passed then, 0 to 1.
    func note(_ kind: LoadKind, _ time: Duration, at progress: Double) {
        state.withLock { state in
            state.fifths[min(4, max(0, Int(progress * 5)))].add(time)
            state.kinds[kind, default: LoadHistogram()].add(time)
            state.recent.add(time)
        }
    }

    /// Makes a line of what came since the last one; nil where that is not long enough ago.
    func line(every pause: Duration, _ text: (LoadHistogram) -> String) -> String? {
        state.withLock { state -> LoadHistogram? in
            guard ContinuousClock.now - state.told >= pause else { return nil }
            defer {
                state.recent = LoadHistogram()
                state.told = .now
            }
            return state.recent
        }.map(text)
    }
}
