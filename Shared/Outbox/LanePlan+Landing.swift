import Primitives
import Wire

// What follows from how a batch has come back.

extension LanePlan {
    /// A row that stands alone and must be parked.
    package struct Parking: Sendable {
        /// The batch, which holds the row alone.
        package let batch: LaneBatch
        /// What the neighbour says of it.
        package let reason: JSON
    }

    /// Takes in how a batch has come back.
    ///
    /// - Parameters:
    ///   - batch: The batch.
    ///   - landing: How it has come back.
    ///   - now: The instant that it is.
    ///   - jitter: Where in a pause to land, 0 up to 1.
    /// - Returns: The row that must be parked, if it has come to that; it counts as under way
    ///   until its parking lands.
    package mutating func land(
        _ batch: LaneBatch,
        _ landing: Landing,
        at now: ContinuousClock.Instant,
        jitter: Double
    ) -> Parking? {
        flights -= 1
        if batch.isSuspect { isSuspectAway = false }
        switch landing {
        case .settled(let parkedAlong):
            getsThrough()
            successes += 1
            reach = min(limits.largestBatch, reach * 2)
            settle(batch, parkedAlong)
        case .parked(let parkedAlong): settle(batch, parkedAlong)
        case .faulty(let reason):
            getsThrough()
            return divide(batch, reason)
        case .broke(let reason): return retry(batch, reason, now, jitter)
        case .hung(let reason): return slowDown(batch, reason, now, jitter)
        case .later(let asked, let isBusy):
            giveBack(batch)
            if isBusy { reach = max(1, reach / 2) }
            rest(for: asked, now, jitter)
        case .denied:
            giveBack(batch)
            isDenied = true
            rest = now + limits.probePause
        }
        return nil
    }

    /// Leaves the neighbour alone for a while; those that were under way together fail together,
    /// and count once.
    private mutating func rest(
        for asked: Duration,
        _ now: ContinuousClock.Instant,
        _ jitter: Double
    ) {
        guard rest.map({ $0 <= now }) ?? true else { return }
        failures += 1
        rest = now + max(asked, limits.pause.after(failures, equalJitter: jitter))
    }

    /// Sends less at once; a row that alone makes the neighbour hang stands aside.
    private mutating func slowDown(
        _ batch: LaneBatch,
        _ reason: JSON,
        _ now: ContinuousClock.Instant,
        _ jitter: Double
    ) -> Parking? {
        rest(for: .zero, now, jitter)
        reach = max(1, reach / 2)
        if batch.rows.count == 1 { return retry(batch, reason, now, jitter, isSlow: true) }
        if batch.isSuspect { return divide(batch, reason) }
        giveBack(batch)
        return nil
    }

    private mutating func getsThrough() {
        failures = 0
        isDenied = false
        rest = nil
    }

    private mutating func settle(_ batch: LaneBatch, _ parkedAlong: Set<String>) {
        forget(batch.rows)
        for row in batch.rows { known[row.id] = nil }
        guard !parkedAlong.isEmpty else { return }
        for id in parkedAlong { known[id] = nil }
        ready.removeAll { parkedAlong.contains($0.id) }
    }

    /// The rows' members are free again.
    private mutating func forget(_ rows: [OutboxRow]) {
        for row in rows {
            let count = (busy[row.member] ?? 0) - 1
            busy[row.member] = count > 0 ? count : nil
        }
    }

    /// Puts rows back to where they came from.
    private mutating func giveBack(_ batch: LaneBatch) {
        if batch.isSuspect {
            suspects.insert(batch, at: 0)
        } else {
            forget(batch.rows)
            ready = (batch.rows + ready).sorted { $0.number < $1.number }
        }
    }

    /// Looks for the row at fault in each half; a row that stands alone is the one.
    private mutating func divide(_ batch: LaneBatch, _ reason: JSON) -> Parking? {
        guard batch.rows.count > 1 else {
            flights += 1
            isSuspectAway = isSuspectAway || batch.isSuspect
            return Parking(batch: batch, reason: reason)
        }
        let middle = batch.rows.count / 2
        let halves = [batch.rows[..<middle], batch.rows[middle...]]
        // One behind the other, as a member may have rows in both.
        suspects.insert(
            contentsOf: halves.map { half in
                LaneBatch(
                    rows: Array(half),
                    doubtedSince: batch.doubtedSince ?? successes,
                    isSuspect: true
                )
            },
            at: batch.isSuspect ? 0 : suspects.count
        )
        return nil
    }

    private mutating func retry(
        _ batch: LaneBatch,
        _ reason: JSON,
        _ now: ContinuousClock.Instant,
        _ jitter: Double,
        isSlow: Bool = false
    ) -> Parking? {
        var again = batch
        again.isSuspect = true
        again.failures += 1
        again.successesBefore = again.successesBefore ?? successes
        again.doubtedSince = again.doubtedSince ?? successes
        // A row is at fault only where others get through; else it is the neighbour, however long.
        let isWell = successes > (again.successesBefore ?? successes)
        let isAlone = batch.rows.count == 1
        let patience = !isAlone || isWell && !isSlow ? limits.patience : limits.longPatience
        if again.failures >= patience, !isAlone || isWell || isLeftOver(again) {
            return divide(batch, reason)
        }
        isFreshFirst = true
        if isAlone, batch.isSuspect {
            isFreshDue = true
            if !isWell { rest(for: .zero, now, jitter) }
        }
        again.notBefore = now + limits.pause.after(again.failures, equalJitter: jitter)
        suspects.insert(again, at: batch.isSuspect ? 0 : suspects.count)
        return nil
    }

    /// Whether a row is left of a batch of which others got through, and no row is there that
    /// could still show whether the neighbour is well.
    private func isLeftOver(_ batch: LaneBatch) -> Bool {
        guard successes > (batch.doubtedSince ?? successes), flights == 0,
            ready.allSatisfy(isHeld)
        else { return false }
        let members = Set(batch.rows.map(\.member))
        return freeSuspects.map { suspects[$0] }.allSatisfy { other in
            other.failures >= limits.patience || other.rows.contains { members.contains($0.member) }
        }
    }
}
