/// Which of a neighbour's rows go out next, together.
///
/// A value without clock, store or network. Its promises: a member with a row that is under way
/// is in no other batch, and a member's rows go out in their order.
package struct LanePlan: Sendable {
    /// What there is to do at an instant.
    package enum Turn: Sendable {
        /// This batch goes out.
        case send(LaneBatch)
        /// Nothing goes out before this instant; nil where that takes another event.
        case wait(until: ContinuousClock.Instant?)
    }

    let limits: RelayLimits
    /// How many rows of a kind one request holds.
    private let largest: [String: Int]
    /// Rows that may go out, in their order.
    package internal(set) var ready: [OutboxRow] = []
    /// Batches that are tried again among themselves, one at a time.
    var suspects: [LaneBatch] = []
    var isSuspectAway = false
    /// Whether others have their turn before the next suspect: one that makes the neighbour fail
    /// again and again must not keep them from it.
    var isFreshFirst = false
    /// Whether they have it however many suspects there are: each of these may be at fault.
    var isFreshDue = false
    /// The rows that are loaded and not settled, with their numbers.
    var known: [String: Int64] = [:]
    /// How many rows of a member are under way or suspect.
    var busy: [String: Int] = [:]
    /// How many batches are under way, rows that are being parked included.
    package internal(set) var flights = 0
    /// How often in a row nothing has got through.
    package internal(set) var failures = 0
    /// Whether the neighbour does not take this service's token.
    package internal(set) var isDenied = false
    var successes = 0
    var rest: ContinuousClock.Instant?
    /// How many rows a batch holds now; less after time-outs.
    var reach: Int

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

    /// Whether more rows are worth loading.
    ///
    /// Those that wait for others of their members do not count, up to a bound for memory: behind
    /// them may be the one that shows that the neighbour is well.
    var hasRoom: Bool {
        if ready.count < limits.largestBatch { return true }
        guard ready.count < limits.mostHeld else { return false }
        return ready.count { !isHeld($0) } < limits.largestBatch
    }

    /// Takes in rows from the store, in their order; those that it has already do not count.
    package mutating func load(_ rows: [OutboxRow]) {
        var fresh: [OutboxRow] = []
        for row in rows where known[row.id] == nil && largest[row.kind] != nil {
            // The row that it needs is sent again by an operator: both come when all are read anew.
            if row.isNeedOwed, let need = row.needs, known[need] == nil { continue }
            known[row.id] = row.number
            fresh.append(row)
        }
        let isOrdered = (fresh.first?.number ?? .max) > (ready.last?.number ?? 0)
        ready += fresh
        // Rows that an operator sends again have low numbers.
        if !isOrdered { ready.sort { $0.number < $1.number } }
    }

    /// The next batch to send, or when to look again.
    ///
    /// Both are of one instant: between two, a pause might end that nobody hears of.
    package mutating func next(at now: ContinuousClock.Instant) -> Turn {
        guard let batch = batch(at: now) else { return .wait(until: wakeUp(after: now)) }
        flights += 1
        return .send(batch)
    }

    private mutating func batch(at now: ContinuousClock.Instant) -> LaneBatch? {
        if let rest, now < rest { return nil }
        // While the neighbour fails, one request at a time finds out whether it still does.
        guard flights < (failures > 0 || isDenied ? 1 : limits.flights) else { return nil }
        let most = isFreshDue ? limits.window : limits.flights
        let isFreshFirst = isFreshFirst
        (self.isFreshFirst, isFreshDue) = (false, false)
        return isFreshFirst
            ? fresh(besideAtMost: most) ?? suspect(at: now)
            : suspect(at: now) ?? fresh(besideAtMost: most)
    }

    /// When there may be a batch that there is not now; nil where that takes another event.
    private func wakeUp(after now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        if ready.isEmpty, suspects.isEmpty { return nil }
        if let rest, rest > now { return rest }
        guard !isSuspectAway else { return nil }
        return freeSuspects.compactMap { suspects[$0].notBefore }.filter { $0 > now }.min()
    }

    /// The one that has failed least often, so that none waits behind one that always fails.
    private mutating func suspect(at now: ContinuousClock.Instant) -> LaneBatch? {
        guard !isSuspectAway else { return nil }
        untie()
        let due = freeSuspects.filter { place in
            suspects[place].notBefore.map { $0 <= now } ?? true
        }
        let next = due.min { suspects[$0].failures < suspects[$1].failures }
        guard let next else { return nil }
        isSuspectAway = true
        return suspects.remove(at: next)
    }

    /// Parts those who wait for a row that fails again and again from those who were only in one
    /// batch with them: where all others wait as well, these alone can show that the neighbour is
    /// well.
    private mutating func untie() {
        guard suspects.contains(where: { $0.failures >= limits.patience }) else { return }
        var stuck: Set<String> = []
        suspects = suspects.flatMap { batch -> [LaneBatch] in
            defer {
                if batch.failures >= limits.patience { stuck.formUnion(batch.rows.map(\.member)) }
            }
            let free = batch.rows.filter { !stuck.contains($0.member) }
            guard !free.isEmpty, free.count < batch.rows.count else { return [batch] }
            let waiting = batch.rows.filter { stuck.contains($0.member) }
            return [batch.keeping(free), batch.keeping(waiting)]
        }
    }

    /// The places of the suspects whose members are in none before them: a member's rows keep
    /// their order.
    var freeSuspects: [Int] {
        var passedOver: Set<String> = []
        return suspects.indices.filter { place in
            let members = suspects[place].rows.map(\.member)
            defer { passedOver.formUnion(members) }
            return passedOver.isDisjoint(with: members)
        }
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
    func isHeld(_ row: OutboxRow) -> Bool {
        busy[row.member] != nil || row.needs.map { known[$0] != nil } ?? false
    }
}
