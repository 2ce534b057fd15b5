import Foundation
import TestSupport

/// Kills a gateway again and again at random moments under load.
struct KillDrill: Sendable {
    /// What came of it.
    struct Report: Sendable, CustomStringConvertible {
        var kills = 0
        var settled = 0
        /// How many operations were carried out although their answer never came.
        var unanswered = 0
        /// How often the next start noticed that the store had not been closed.
        var noticed = 0
        var faults: [Journal.Fault] = []

        var description: String {
            """
            \(kills) kills, \(settled) operations settled, \(unanswered) of them unanswered; \
            faults: \(faults.count) \(faults.prefix(3))
            """
        }
    }

    /// The executable to kill.
    let executable: String
    /// How often to kill it, unless a fault is found before.
    let kills: Int
    let seed: UInt64

    /// Runs the drill on a new store.
    func run() async throws -> Report {
        let stage = try await Stage()
        let drill = Drill(stage: stage, seed: seed)
        var random = SeededGenerator(seed: seed)
        var report = Report()
        // The programme is published through the real gateway: a hasty one might lose that, too.
        _ = await (try await stage.startFirst()).stop()
        var gateway = try await stage.start(executable)
        while report.kills < kills, drill.journal.faults.isEmpty {
            let moment = Duration.microseconds(Int.random(in: 1_000...150_000, using: &random))
            let victim = gateway
            let traces = await drill.load(victim, cycle: report.kills) {
                // Lost is only that the test was cancelled; the kill then comes at once.
                try? await Task.sleep(for: moment)
                await victim.process.kill()
            }
            victim.client.close()
            report.kills += 1
            if report.kills > 1, Self.hasNoticed(victim) { report.noticed += 1 }
            Self.expectNoAnswer(in: traces, drill.journal)
            if report.kills.isMultiple(of: 5) {
                let moment = Duration.microseconds(Int.random(in: 0...30_000, using: &random))
                try await killStart(at: moment, on: stage)
            }
            gateway = try await stage.start(executable)
            report.unanswered += try await drill.inspect(gateway, after: traces).count
        }
        if drill.journal.faults.isEmpty { try await drill.inspectStatements(gateway) }
        _ = await gateway.stop()
        if Self.hasNoticed(gateway) { report.noticed += 1 }
        report.settled = drill.journal.settledCount
        report.faults = drill.journal.faults
        return report
    }

    /// Kills the gateway while it starts and recovers the store, or a moment after.
    private func killStart(at moment: Duration, on stage: Stage) async throws {
        let process = try stage.process(executable)
        // Lost is only that the test was cancelled; the kill then comes at once.
        try? await Task.sleep(for: moment)
        process.send(SIGKILL)
        _ = await process.end()
    }

    private static func hasNoticed(_ gateway: Gateway) -> Bool {
        gateway.process.log.contains("the store was not closed properly")
    }

    /// A gateway that is killed gives each client a reply or nothing.
    private static func expectNoAnswer(in traces: [Drill.Trace], _ journal: Journal) {
        for status in traces.compactMap(\.status) {
            journal.note(.unexpected("status \(status) under load"))
        }
    }
}
