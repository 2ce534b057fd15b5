import Wire

/// Which of a neighbour's rows go out next, together, and what follows from how they came back.
///
/// A value without clock, store or network. Its promises: a member with a row that is under way
/// is in no other batch, and a member's rows go out in their order.
package struct LanePlan: Sendable {
    /// A row that stands alone and must be parked.
    package struct Parking: Sendable {
        /// The batch, which holds the row alone.
        package let batch: LaneBatch
        /// What the neighbour says of it.
        package let reason: JSON
    }

    private let limits: RelayLimits
    /// How many rows of a kind one request holds.
    private let largest: [String: Int]
    /// Rows that may go out, in their order.
    package private(set) var ready: [OutboxRow] = []
    /// Batches that are tried again among themselves, one at a time.
    private var suspects: [LaneBatch] = []
    private var isSuspectAway = false
    /// Whether others have their turn before the next suspect: one that makes the neighbour fail
    /// again and again must not keep them from it.
    private var isFreshFirst = false
    /// Whether they have it however many suspects there are: each of these may be at fault.
    private var isFreshDue = false
    /// The rows that are loaded and not settled, with their numbers.
    private var known: [String: Int64] = [:]
    /// How many rows of a member are under way or suspect.
    private var busy: [String: Int] = [:]
    /// How many batches are under way, rows that are being parked included.
    package private(set) var flights = 0
    /// How often in a row nothing has got through.
    package private(set) var failures = 0
    /// Whether the neighbour does not take this service's token.
    package private(set) var isDenied = false
    private var successes = 0
    private var rest: ContinuousClock.Instant?
    /// How many rows a batch holds now; less after time-outs.
    private var reach: Int

    /// Begins without rows.
    ///
    /// - Parameters:
    ///   - limits: How much goes out at once, and how long pauses are.
    ///   - largest: How many rows of each kind one request holds.
    package init(_ limits: RelayLimits, largest: [String: Int]) {
        self.limits = limits
        self.largest = largest
        reach = limits.largestBatch
    }

    /// The highest number of a row that is loaded and not settled; 0 where there is none.
    ///
    /// Rows that come later have higher ones: a store gives a number again only when no row with
    /// it or with a higher one is left.
    var highest: Int64 { known.values.max() ?? 0 }

    /// How many rows are loaded and not settled.
    var knownCount: Int { known.count }

    /// Takes in rows from the store, in their order; those that it has already do not count.
    package mutating func load(_ rows: [OutboxRow]) {
        let fresh = rows.filter { known[$0.id] == nil && largest[$0.kind] != nil }
        for row in fresh { known[row.id] = row.number }
        let isOrdered = (fresh.first?.number ?? .max) > (ready.last?.number ?? 0)
        ready += fresh
        // Rows that an operator sends again have low numbers.
        if !isOrdered { ready.sort { $0.number < $1.number } }
    }

    /// The next batch to send, or nil where none may go out now.
    package mutating func next(at now: ContinuousClock.Instant) -> LaneBatch? {
        if let rest, now < rest { return nil }
        // While the neighbour fails, one request at a time finds out whether it still does.
        guard flights < (failures > 0 || isDenied ? 1 : limits.flights) else { return nil }
        let most = isFreshDue ? limits.window : limits.flights
        let isFreshFirst = isFreshFirst
        (self.isFreshFirst, isFreshDue) = (false, false)
        let batch =
            isFreshFirst
            ? fresh(besideAtMost: most) ?? suspect(at: now)
            : suspect(at: now) ?? fresh(besideAtMost: most)
        if batch != nil { flights += 1 }
        return batch
    }

    /// The one that has failed least often, so that none waits behind one that always fails.
    private mutating func suspect(at now: ContinuousClock.Instant) -> LaneBatch? {
        guard !isSuspectAway else { return nil }
        let due = freeSuspects.filter { place in
            suspects[place].notBefore.map { $0 <= now } ?? true
        }
        let next = due.min { suspects[$0].failures < suspects[$1].failures }
        guard let next else { return nil }
        isSuspectAway = true
        return suspects.remove(at: next)
    }

    /// The places of the suspects whose members are in none before them: a member's rows keep
    /// their order.
    private var freeSuspects: [Int] {
        var passedOver: Set<String> = []
        return suspects.indices.filter { place in
            let members = suspects[place].rows.map(\.member)
            defer { passedOver.formUnion(members) }
            return passedOver.isDisjoint(with: members)
        }
    }

    /// When `next` may have something that it has not now; nil where that takes another event.
    package func wakeUp(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        if ready.isEmpty, suspects.isEmpty { return nil }
        if let rest, rest > now { return rest }
        guard !isSuspectAway else { return nil }
        return freeSuspects.compactMap { suspects[$0].notBefore }.filter { $0 > now }.min()
    }

    /// Rows that have not failed, where there are fewer suspects than so many.
    private mutating func fresh(besideAtMost most: Int) -> LaneBatch? {
        guard suspects.count < most else { return nil }
        var taken: [OutboxRow] = []
        var left: [OutboxRow] = []
        var passedOver: Set<String> = []
        var bytes = 0
        for (index, row) in ready.enumerated() {
            let kind = taken.first?.kind ?? row.kind
            let room = min(reach, largest[kind] ?? 1)
            if taken.count >= room || !taken.isEmpty && bytes + row.size > limits.largestBytes {
                left += ready[index...]
                break
            }
            if row.kind != kind || passedOver.contains(row.member) || isHeld(row) {
                passedOver.insert(row.member)
                left.append(row)
            } else {
                taken.append(row)
                bytes += row.size
            }
        }
        guard !taken.isEmpty else { return nil }
        ready = left
        for row in taken { busy[row.member, default: 0] += 1 }
        return LaneBatch(rows: taken)
    }

    /// Whether a row waits for another of its member, or for the one that it needs.
    private func isHeld(_ row: OutboxRow) -> Bool {
        busy[row.member] != nil || row.needs.map { known[$0] != nil } ?? false
    }
}

// MARK: What follows from how a batch came back

extension LanePlan {
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
        rest = now + max(asked, limits.pause(afterFailure: failures, jitter: jitter))
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
        again.notBefore = now + limits.pause(afterFailure: again.failures, jitter: jitter)
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
