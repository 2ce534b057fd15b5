import Primitives

/// When each pending intent is taken up next; a value that knows no clock.
package struct SweepSchedule {
    private struct Entry {
        /// When it is taken up; nil while it stands in line or is being driven.
        var due: ContinuousClock.Instant?
        /// How often in a row it was left pending.
        var failures = 0
        /// Whether that was because the gateway was silent.
        var isSilence = false
    }

    private let pace: SweepPace
    private var entries: [TimeOrderedID: Entry] = [:]
    /// What was due when the line was last made, the first one last.
    private var line: [TimeOrderedID] = []
    /// No intent outside of the line is due before this.
    private var earliest: ContinuousClock.Instant?
    /// While the gateway is silent, nothing is taken up before this.
    private var restsUntil: ContinuousClock.Instant?

    /// Begins with nothing.
    package init(_ pace: SweepPace) {
        self.pace = pace
    }

    /// How many intents it knows.
    package var count: Int { entries.count }

    /// Takes in an intent that it may not know yet, to be taken up at an instant.
    package mutating func add(_ id: TimeOrderedID, due: ContinuousClock.Instant) {
        guard entries[id] == nil else { return }
        entries[id] = Entry(due: due)
        hasDue(at: due)
    }

    /// Takes in an intent that a handler has left pending.
    package mutating func add(
        leftPending id: TimeOrderedID,
        isSilence: Bool,
        now: ContinuousClock.Instant
    ) {
        if entries[id]?.failures ?? 0 == 0 { fail(id, isSilence: isSilence, now: now) }
    }

    /// The intent that is due and was so first, or nil; it is taken out until its end is told.
    package mutating func take(at now: ContinuousClock.Instant) -> TimeOrderedID? {
        if let restsUntil, now < restsUntil { return nil }
        if line.isEmpty { lineUp(at: now) }
        return line.popLast()
    }

    /// It is settled.
    package mutating func end(_ id: TimeOrderedID) {
        entries[id] = nil
    }

    /// It was left pending, and is taken up again after a pause.
    package mutating func fail(_ id: TimeOrderedID, isSilence: Bool, now: ContinuousClock.Instant) {
        let failures = (entries[id]?.failures ?? 0) + 1
        let due = now + pace.pause.after(failures, equalJitter: pace.jitter())
        entries[id] = Entry(due: due, failures: failures, isSilence: isSilence)
        hasDue(at: due)
    }

    /// It was not taken up because somebody else is at work on it.
    package mutating func postpone(_ id: TimeOrderedID, now: ContinuousClock.Instant) {
        let due = now + pace.grace
        entries[id]?.due = due
        hasDue(at: due)
    }

    /// Rests after so many silences in a row; 0 ends the rest.
    package mutating func rest(after silences: Int, now: ContinuousClock.Instant) {
        restsUntil =
            silences > 0 ? now + pace.rest.after(silences, equalJitter: pace.jitter()) : nil
    }

    /// The gateway is back: what met silence is due now.
    package mutating func wake(at now: ContinuousClock.Instant) {
        restsUntil = nil
        for (id, entry) in entries where entry.isSilence && entry.due != nil {
            entries[id]?.due = now
            hasDue(at: now)
        }
    }

    /// When something may be due next, or nil where nothing is known.
    package var next: ContinuousClock.Instant? {
        let first = line.isEmpty ? earliest : .some(restsUntil ?? earliest ?? .now)
        guard let first, let restsUntil else { return first }
        return max(first, restsUntil)
    }

    private mutating func hasDue(at due: ContinuousClock.Instant) {
        earliest = earliest.map { min($0, due) } ?? due
    }

    /// Puts all that is due in line; one walk over all entries serves many takings.
    private mutating func lineUp(at now: ContinuousClock.Instant) {
        guard let earliest, earliest <= now else { return }
        var ready: [(id: TimeOrderedID, due: ContinuousClock.Instant)] = []
        var later: ContinuousClock.Instant?
        for (id, entry) in entries {
            guard let due = entry.due else { continue }
            if due <= now {
                ready.append((id, due))
            } else {
                later = later.map { min($0, due) } ?? due
            }
        }
        ready.sort { ($1.due, $1.id) < ($0.due, $0.id) }
        for (id, _) in ready { entries[id]?.due = nil }
        line = ready.map(\.id)
        self.earliest = later
    }
}
