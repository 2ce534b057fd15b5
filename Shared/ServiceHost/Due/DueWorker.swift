import CoreMetrics
import Logging
import Primitives
import ServiceLifecycle
import Storage

/// Settles in the background what has come due of members whom nobody touches.
struct DueWorker: Service {
    private let store: Store
    private let dueWork: DueWork
    private let now: @Sendable () -> Instant
    private let pause: Duration
    private let watch: ClockWatch
    private let logger: Logger
    private let settled: any CounterHandler
    private let oldest: any MeterHandler

    /// The worker of a service, or nil where the settings turn it off.
    init?(_ assembly: Assembly, _ parts: HostParts) {
        let pauseMs = parts.settings.integer("job-pause-ms")
        guard pauseMs > 0 else { return nil }
        store = assembly.store
        dueWork = assembly.dueWork
        now = parts.now
        pause = .milliseconds(pauseMs)
        logger = parts.logger
        watch = ClockWatch(logger: parts.logger)
        settled = parts.metrics.makeCounter(label: "jifen_due_settled_total", dimensions: [])
        oldest = parts.metrics.makeMeter(label: "jifen_due_oldest_seconds", dimensions: [])
    }

    /// Works until it is told to stop; no failure of the work ends it.
    func run() async {
        await cancelWhenGracefulShutdown {
            // Lost is that the newest row cannot be read, which requests will show.
            watch.compare(with: try? store.read { try dueWork.newest($0) })
            var isStuck = false
            while !Task.isCancelled {
                do {
                    try await settleAll(&isStuck)
                } catch  where !(error is CancellationError) {
                    logger.error("due work failed", metadata: ["error": "\(error)"])
                } catch {
                    return
                }
                // Lost is that the wait was cut short, which the loop sees for itself.
                try? await Task.sleep(for: pause)
            }
        }
    }

    /// Settles batch after batch until nothing is left that is due.
    ///
    /// What stays due although nothing is left to settle is said once, until nothing is due.
    private func settleAll(_ isStuck: inout Bool) async throws {
        while let now = try whenDue() {
            let start = ContinuousClock.now
            let count = try await store.write(weight: Store.wholeGroup) { [self] in
                try dueWork.settle(now, DueWork.largestBatch, $0)
            }
            settled.increment(by: Int64(count))
            if count == 0 {
                if !isStuck {
                    logger.error("what is due stays due although nothing is left to settle")
                }
                isStuck = true
                return
            }
            // Resting as long as the batch took leaves half of the writer to others.
            try await Task.sleep(for: ContinuousClock.now - start)
        }
        isStuck = false
    }

    /// The instant that it is, where something is due at it; nil too under a clock that is wrong.
    private func whenDue() throws -> Instant? {
        // The clock is watched after it was read, so no jump comes between the two.
        let now = now()
        let finding = watch.look()
        let next = try store.read { try dueWork.next($0) }
        let late =
            next.map {
                max(0, now.milliseconds.subtractingReportingOverflow($0.milliseconds).partialValue)
            } ?? 0
        oldest.set(Double(late) / 1000)
        return finding != .ahead && next.map { $0 <= now } ?? false ? now : nil
    }
}
