import Logging
import Primitives
import ServiceLifecycle
import Storage

/// Takes up intents that were left pending, and never gives one up.
///
/// At its start it takes up all that are pending, later those that a handler hands over and those
/// that it finds in the store. While the gateway is silent it tries one charge at a time; when it
/// answers again, to whomever, all that met silence are due.
package struct IntentSweeper: Service {
    /// How many intents are read from the store at once.
    private static let page = 500

    private let intents: Intents
    private let pace: SweepPace

    /// Sweeps up after the handlers that use these intents.
    package init(_ intents: Intents) {
        self.intents = intents
        pace = intents.terms.sweep
    }

    /// Works until it is told to stop; no failure ends it.
    package func run() async {
        await cancelWhenGracefulShutdown {
            var schedule = SweepSchedule(pace)
            var scanned: ContinuousClock.Instant?
            while !Task.isCancelled {
                let now = ContinuousClock.now
                if scanned.map({ now - $0 >= pace.scan }) ?? true {
                    scan(isFirst: scanned == nil, into: &schedule)
                    scanned = now
                }
                await driveDue(of: &schedule)
                let due = schedule.next.map { ContinuousClock.now.duration(to: $0) } ?? pace.scan
                await intents.pulse.waitForNews(atMost: max(.zero, min(due, pace.scan)))
                schedule.hear(intents.pulse)
            }
        }
    }

    /// Drives every pending intent once, one after the other, whatever is due when.
    ///
    /// - Returns: How many are still pending afterwards.
    /// - Throws: `StorageError`.
    @discardableResult
    package func sweepOnce() async throws -> Int {
        var pending = 0
        var place = PendingPlace.start
        while true {
            let places = try intents.store.read {
                try $0.pendingPlaces(after: place, limit: Self.page)
            }
            guard let last = places.last else { return pending }
            place = last
            for id in places.compactMap({ TimeOrderedID(bytes: $0.id) })
            where await drive(id) != .settled {
                pending += 1
            }
        }
    }

    // MARK: One round

    /// What became of one intent.
    fileprivate enum Outcome: Sendable {
        case settled, pending, silence
    }

    /// Reads the ids of all pending intents.
    private func scan(isFirst: Bool, into schedule: inout SweepSchedule) {
        do {
            guard intents.charging != nil else { return }
            let due = ContinuousClock.now + (isFirst ? .zero : pace.grace)
            var place = PendingPlace.start
            while true {
                let places = try intents.store.read {
                    try $0.pendingPlaces(after: place, limit: Self.page)
                }
                for id in places.compactMap({ TimeOrderedID(bytes: $0.id) }) {
                    schedule.add(id, due: due)
                }
                guard let last = places.last, places.count == Self.page else { return }
                place = last
            }
        } catch {
            intents.logger.warning(
                "pending intents cannot be read",
                metadata: ["error": "\(error)"]
            )
        }
    }

    /// Drives all that is due, several at once while the gateway answers.
    private func driveDue(of schedule: inout SweepSchedule) async {
        await withTaskGroup(of: (TimeOrderedID, Outcome).self) { group in
            var running = 0
            while true {
                schedule.hear(intents.pulse)
                while running < allowed, !Task.isCancelled,
                    let id = schedule.take(at: .now)
                {
                    if intents.pulse.isDriven(id) {
                        schedule.postpone(id, now: .now)
                        continue
                    }
                    group.addTask { (id, await drive(id)) }
                    running += 1
                }
                guard let (id, outcome) = await group.next() else { return }
                running -= 1
                schedule.take(in: outcome, of: id, silences: intents.pulse.silences)
            }
        }
    }

    /// How many charges may be on their way.
    private var allowed: Int { intents.pulse.silences > 0 ? 1 : max(1, pace.concurrency) }

    private func drive(_ id: TimeOrderedID) async -> Outcome {
        do {
            guard let intent = try intents.intent(id), intent.state == .pending else {
                return .settled
            }
            let driven = await intents.drive(intent, until: .now + pace.timeout)
            if driven.intent.state != .pending { return .settled }
            return driven.isSilence ? .silence : .pending
        } catch {
            intents.logger.warning("an intent cannot be read", metadata: ["error": "\(error)"])
            return .pending
        }
    }
}

extension SweepSchedule {
    /// Takes in what handlers have told.
    fileprivate mutating func hear(_ pulse: Pulse) {
        let now = ContinuousClock.now
        for left in pulse.takeLeft() {
            add(leftPending: left.id, isSilence: left.isSilence, now: now)
        }
        if pulse.takeReturn() { wake(at: now) }
    }

    /// Takes in what became of an intent that was taken.
    fileprivate mutating func take(
        in outcome: IntentSweeper.Outcome,
        of id: TimeOrderedID,
        silences: Int
    ) {
        let now = ContinuousClock.now
        switch outcome {
        case .settled: end(id)
        case .pending: fail(id, isSilence: false, now: now)
        case .silence: fail(id, isSilence: true, now: now)
        }
        rest(after: silences, now: now)
    }
}
