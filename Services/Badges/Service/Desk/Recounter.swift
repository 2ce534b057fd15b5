import Logging
import Primitives
import ServiceHost
import ServiceLifecycle
import Storage

/// Counts members anew after a publication has changed what is counted, those first whom nobody
/// touches by themselves.
struct Recounter: Service {
    /// How many members one commit counts anew; fewer where their events are many.
    private static let batch = 50
    /// How often it is looked at least whether there are any, in milliseconds.
    private static let longestPauseMs = 1000
    /// How many times longer than a look at members who cannot be counted it rests after it.
    private static let restOfStuck = 20

    private let store: Store
    private let desk: BadgesDesk
    private let stuck: StuckDues<BadgesDue>
    private let pause: Duration
    private let now: @Sendable () -> Instant
    private let logger: Logger

    /// Counts for a desk, or nil where the settings turn background jobs off.
    init?(_ desk: BadgesDesk, _ store: Store, _ stuck: StuckDues<BadgesDue>, _ parts: HostParts) {
        let pauseMs = parts.settings.integer("job-pause-ms")
        guard pauseMs > 0 else { return nil }
        pause = .milliseconds(min(pauseMs, Self.longestPauseMs))
        self.store = store
        self.desk = desk
        self.stuck = stuck
        now = parts.now
        logger = parts.logger
    }

    /// Works until it is told to stop; no failure ends it.
    func run() async {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                let start = ContinuousClock.now
                let counted = await countSome()
                let took = ContinuousClock.now - start
                // Resting as long as the batch took leaves half of the writer to others.
                let rest = counted > 0 ? took : max(pause, took * Self.restOfStuck)
                // Lost is that the wait was cut short, which the loop sees for itself.
                try? await Task.sleep(for: rest)
            }
        }
    }

    private func countSome() async -> Int {
        do {
            let now = now()
            guard try store.read({ try desk.isAnyoneBehind($0) }) else {
                stuck.report(.recount, .none as DueBatch.Stuck<DueMember>) { $0.member.text }
                return 0
            }
            return try await store.write(weight: Store.wholeGroup) { [desk, stuck] transaction in
                let (count, left) = try desk.recount(room: Self.batch, at: now, transaction)
                stuck.report(.recount, left) { $0.member.text }
                return count
            }
        } catch {
            logger.warning("members are not counted anew", metadata: ["error": "\(error)"])
            return 0
        }
    }
}
