import Foundation
import TestSupport

/// One gateway's time under the load.
struct LoadScene: Sendable {
    /// How often the process and its log are looked at.
    private static let pause = Duration.milliseconds(200)
    /// How often a line says how things stand, in a load of minutes.
    private static let silence = Duration.seconds(60)

    private let run: LoadRun
    private let life: LoadLife
    private let planned: LoadPlan.Life
    private let schedule: LoadSchedule
    /// How much of the load had passed before.
    private let passed: Duration
    private let start = ContinuousClock.now

    init(
        _ run: LoadRun,
        _ life: LoadLife,
        _ planned: LoadPlan.Life,
        _ schedule: LoadSchedule,
        passed: Duration
    ) {
        self.run = run
        self.life = life
        self.planned = planned
        self.schedule = schedule
        self.passed = passed
    }

    /// Plays it to its end.
    ///
    /// - Returns: When the gateway was told to end.
    func play() async -> ContinuousClock.Instant {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await send() }
            group.addTask { await run.auditor.work(on: life, run.desk) }
            if planned.isChecked { group.addTask { await check() } }
            await watch()
            let end = ContinuousClock.now
            await life.end(planned.ending, run.desk)
            schedule.end()
            group.cancelAll()
            await group.waitForAll()
            return end
        }
    }

    /// Settles what is unknown, repeats what was answered last, then sends by the schedule.
    private func send() async {
        let latest = run.desk.with { $0.latest.all.map(\.again) }
        await LoadSenders.send(run.desk.takeOpen() + latest, on: life, run.desk)
        guard !life.isEnding else { return }
        schedule.begin(at: .now)
        await LoadSenders.work(LoadSenders.most) {
            while let instant = schedule.next(at: .now) {
                // Lost is that the load is over, and then no answer comes.
                if instant > .now { try? await Task.sleep(until: instant) }
                let request = run.desk.next()
                guard await life.send(request, run.desk) else { break }
                if !life.isEnding {
                    run.meter.note(request.kind, ContinuousClock.now - instant, at: progress)
                }
            }
        }
    }

    /// How much of the load has passed, 0 to 1.
    private var progress: Double {
        (passed + (ContinuousClock.now - start)).inSeconds / run.plan.length.inSeconds
    }

    /// Has the store checked in the middle of the traffic.
    private func check() async {
        do {
            try await Task.sleep(for: planned.length / 3)
            try await life.checkStore()
        } catch {
            if !life.isEnding { run.desk.note(LoadFault("the store's check: \(error)")) }
        }
    }

    /// Looks at the gateway until it is time to end it.
    private func watch() async {
        let end = start + planned.length
        while ContinuousClock.now < end, !run.desk.isHopeless {
            run.probe.look(
                at: life.gateway.process.id,
                store: life.store,
                life: life.number,
                isChecked: life.isChecked,
                progress: progress
            )
            if run.plan.length > Self.silence {
                run.meter.line(every: Self.silence, line).map(RunOptions.tell)
            }
            // Lost is that the test was cancelled; the loop then ends by its time.
            try? await Task.sleep(until: min(end, .now + Self.pause))
        }
    }

    /// How things stand, from what came since the last line.
    private func line(_ recent: LoadHistogram) -> String {
        let look = run.probe.last
        let counts = run.desk.counts
        return """
            \((progress * 100).text(0)) %: \(counts.answered) answers, last minute \
            \(recent.count), p50/p99 \(recent.text) ms; memory \((look?.memory ?? 0).inMiB) MiB, \
            log \((look?.log ?? 0).inMiB) MiB; gateway \(life.number + 1), \
            \(counts.unanswered) unanswered, \(run.desk.faults.count) faults
            """
    }
}
