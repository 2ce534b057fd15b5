import CoreMetrics
import Primitives
import Storage
import Synchronization

/// Delivers one neighbour's rows: one loop that hears of events and sends what it can.
final class LaneRunner: Sendable {
    private enum Event: Sendable {
        /// Something was committed.
        case look
        /// The time that an alarm was set to has come.
        case rung(ContinuousClock.Instant)
        /// Rows may be owed whose numbers were passed already.
        case lookAgain
        case landed(LaneBatch, Landing)
        case stop
        /// What is under way is not waited for any longer.
        case giveUp
    }

    private let courier: Courier
    private let events: AsyncStream<Event>
    private let mailbox: AsyncStream<Event>.Continuation
    /// Whether the loop has still to see that something was committed.
    private let isRung = Atomic(false)
    private let jitter: @Sendable () -> Double

    init(_ courier: Courier, jitter: @escaping @Sendable () -> Double) {
        self.courier = courier
        self.jitter = jitter
        (events, mailbox) = AsyncStream.makeStream(of: Event.self)
    }

    var diary: LaneDiary { courier.diary }

    /// Hears that something was committed.
    func ring() {
        if !isRung.exchange(true, ordering: .acquiringAndReleasing) { mailbox.yield(.look) }
    }

    /// Looks for rows that are owed again.
    func lookAgain() { mailbox.yield(.lookAgain) }

    /// Sends nothing more, and ends when what is under way has landed.
    func stop() { mailbox.yield(.stop) }

    /// What the loop knows.
    private struct State {
        var plan: LanePlan
        /// Behind which row the store may have some that are not loaded; nil where it has none.
        var unread: Int64? = 0
        /// What the next alarm is set to; nil where none is to ring any more.
        var alarm: ContinuousClock.Instant?
        /// How often in a row the store could not be read.
        var misreads = 0
        /// Until when it is not read again after that.
        var rest: ContinuousClock.Instant?
        var isStopping = false

        var isOver: Bool { isStopping && plan.flights == 0 }
    }

    /// Runs until it is stopped or its task is cancelled.
    func run() async {
        let largest = courier.lane.deliveries.reduce(into: [:]) { $0[$1.kind] = $1.largestBatch }
        var state = State(plan: LanePlan(courier.limits, largest: largest))
        await withDiscardingTaskGroup { group in
            group.addTask { await self.lookOut() }
            mailbox.yield(.look)
            for await event in events {
                if case .giveUp = event { break }
                take(event, &state, &group)
                if state.isOver { break }
                if state.isStopping { continue }
                let wakeUp = send(&state, &group)
                setAlarm(to: wakeUp, &state, &group)
            }
            group.cancelAll()
        }
    }

    private func take(
        _ event: Event,
        _ state: inout State,
        _ group: inout DiscardingTaskGroup
    ) {
        switch event {
        case .rung(let alarm):
            if state.alarm == alarm { state.alarm = nil }
            state.unread = state.unread ?? state.plan.highest
        case .look:
            // Cleared before the store is read, so nothing is missed.
            isRung.store(false, ordering: .sequentiallyConsistent)
            state.unread = state.unread ?? state.plan.highest
        case .lookAgain: state.unread = 0
        case .landed(let batch, let landing): land(batch, landing, &state, &group)
        case .stop:
            state.isStopping = true
            group.addTask { [courier, mailbox] in
                // Lost is that the wait was cut short, which ends it as well.
                try? await Task.sleep(for: courier.limits.landing)
                mailbox.yield(.giveUp)
            }
        case .giveUp: break
        }
    }

    private func land(
        _ batch: LaneBatch,
        _ landing: Landing,
        _ state: inout State,
        _ group: inout DiscardingTaskGroup
    ) {
        let parking = state.plan.land(batch, landing, at: .now, jitter: jitter())
        courier.counts.stopped.set(Int64(state.plan.isDenied ? 1 : 0))
        if case .settled = landing { courier.diary.noteThrough() }
        // Numbers that have become free are given again.
        state.unread = min(state.unread ?? .max, state.plan.highest)
        guard let parking else { return }
        group.addTask { [courier, mailbox] in
            mailbox.yield(.landed(parking.batch, await courier.park(parking)))
        }
    }

    /// Sends all that may go out.
    ///
    /// - Returns: When to look again; nil where that takes another event.
    private func send(
        _ state: inout State,
        _ group: inout DiscardingTaskGroup
    ) -> ContinuousClock.Instant? {
        while true {
            load(&state)
            switch state.plan.next(at: .now) {
            case .send(let batch): group.addTask { await self.fly(batch) }
            case .wait(until: let wakeUp): return [wakeUp, state.rest].compactMap(\.self).min()
            }
        }
    }

    private func fly(_ batch: LaneBatch) async {
        mailbox.yield(.landed(batch, await courier.deliver(batch)))
    }

    /// Reads rows from the store while there may be some and there is room for them.
    private func load(_ state: inout State) {
        if let rest = state.rest {
            guard rest <= .now else { return }
            state.rest = nil
        }
        let limits = courier.limits
        guard let unread = state.unread, state.plan.hasRoom else { return }
        // From the beginning, those that are known come first.
        let limit = limits.window + (unread == 0 ? state.plan.knownCount : 0)
        do {
            let page = try courier.shelf.rows(after: unread, limit: limit)
            state.plan.load(page.rows)
            state.unread = page.next
            state.misreads = 0
            // More are read behind whatever else has happened meanwhile.
            if page.next != nil, page.rows.count < limit { ring() }
        } catch {
            // Not anew at each commit: reading may be what takes the machine's time.
            state.misreads += 1
            let pause = limits.pause.after(state.misreads, equalJitter: jitter())
            state.rest = ContinuousClock.now + pause
            courier.diary.note(unread: error)
        }
    }

    /// Has the loop look when a pause is over, the plan's or that of a store that failed.
    ///
    /// No clock is asked: an alarm that is set is one whose ringing the loop has still to hear.
    private func setAlarm(
        to wakeUp: ContinuousClock.Instant?,
        _ state: inout State,
        _ group: inout DiscardingTaskGroup
    ) {
        guard let wakeUp else { return }
        if let alarm = state.alarm, alarm <= wakeUp { return }
        state.alarm = wakeUp
        group.addTask { [mailbox] in
            // Lost is that the wait was cut short: the loop has ended then.
            try? await Task.sleep(until: wakeUp, clock: .continuous)
            mailbox.yield(.rung(wakeUp))
        }
    }

    /// Looks now and then for rows that nobody has told of, and again where reading has failed.
    private func lookOut() async {
        while !Task.isCancelled {
            // Lost is that the wait was cut short, which the loop sees for itself.
            try? await Task.sleep(for: courier.limits.lookout)
            mailbox.yield(.lookAgain)
        }
    }
}
