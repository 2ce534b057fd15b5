import Primitives
import Problems
import Storage
import Wire

/// Moves the test clock, doing on the way what comes due, in the order of its instants.
///
/// Clock and due work are committed together, so a run that is cut short, by a kill or by the end
/// of its time, stands where it got to, and the same call goes on from there.
struct ClockRun: Sendable {
    /// Due work that stays due however often it is settled.
    struct Stuck: Error {
        let at: Instant
    }

    /// How many instants at most one commit settles.
    private static let largestStep = 64

    let store: Store
    let clock: SettableClock
    let dueWork: DueWork
    private let turns = Turns()

    init(store: Store, clock: SettableClock, dueWork: DueWork) {
        self.store = store
        self.clock = clock
        self.dueWork = dueWork
    }

    /// Lets the clock stand where the store says; in a new store, where it stands now.
    ///
    /// - Throws: `StorageError`.
    func begin() async throws {
        let first = clock.now
        let now = try await store.write { transaction in
            if let record = try transaction.reads.clock() { return record.now }
            try transaction.save(ClockRecord(now: first, isSet: false))
            return first
        }
        clock.set(to: now)
    }

    /// Sets the clock, and settles first what comes due on the way if it is to run.
    ///
    /// Calls take turns; one whose time is over before its turn does nothing.
    ///
    /// - Throws: A `Problem` with the slug `clock-behind`, `Stuck`, or `StorageError`; after
    ///   `.timeIsOver` the clock stands where the run got to.
    func set(
        to target: Instant,
        running: Bool,
        deadline: ContinuousClock.Instant,
        recording action: OperatorAction
    ) async throws {
        try await turns.take {
            clock.set(to: try await admit(target, deadline, recording: action))
            var isDone = false
            while !isDone {
                let step = try await store.write(
                    weight: Store.wholeGroup,
                    deadline: deadline
                ) { [self] transaction -> (now: Instant, isDone: Bool) in
                    try advance(to: target, running: running, transaction)
                }
                clock.set(to: step.now)
                isDone = step.isDone
            }
        }
    }

    /// Refuses to go back, but for the first call in a new store, which may.
    private func admit(
        _ target: Instant,
        _ deadline: ContinuousClock.Instant,
        recording action: OperatorAction
    ) async throws -> Instant {
        let started = clock.now
        return try await store.write(deadline: deadline) { [dueWork] transaction in
            var record =
                try transaction.reads.clock() ?? ClockRecord(now: started, isSet: false)
            if target < record.now {
                guard !record.isSet, try dueWork.isNew(transaction.reads) else {
                    throw Problem(
                        .clockBehind,
                        "the clock stands at \(record.now)",
                        members: [JSON.Member("now", .string(record.now.description))]
                    )
                }
                try dueWork.rewind(target, transaction)
                record.now = target
            }
            if !record.isSet || target > record.now { try transaction.record(action) }
            guard !record.isSet else { return record.now }
            record.isSet = true
            try transaction.save(record)
            return record.now
        }
    }

    /// Settles the next batch and moves the clock with it.
    ///
    /// The clock is later than what is due where it was once set without a run; it stays there.
    private func advance(
        to target: Instant,
        running: Bool,
        _ transaction: borrowing Transaction
    ) throws -> (now: Instant, isDone: Bool) {
        var now = try transaction.reads.clock()?.now ?? target
        var room = DueWork.largestBatch
        var idle: Instant?
        for _ in 0..<Self.largestStep {
            guard running, let due = try dueWork.next(transaction.reads), due <= target else {
                try transaction.save(ClockRecord(now: max(now, target), isSet: true))
                return (max(now, target), true)
            }
            let count = try dueWork.settle(due, room, transaction)
            if count == 0, idle == due { throw Stuck(at: due) }
            idle = count == 0 ? due : nil
            now = max(now, due)
            room -= count
            if room <= 0 { break }
        }
        try transaction.save(ClockRecord(now: now, isSet: true))
        return (now, false)
    }
}
