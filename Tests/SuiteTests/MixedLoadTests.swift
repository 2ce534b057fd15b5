import TestSupport
import Testing

extension RealProcesses {
    @Suite("Mixed load")
    struct MixedLoadTests {
        @Test("Under kills nothing is lost or repeated, and memory, log and latency stay flat")
        func load() async throws {
            let seed = SeededGenerator.seed(for: "the load")
            let plan =
                RunOptions.loadMinutes.map { LoadPlan.long(minutes: $0, seed: seed) }
                ?? LoadPlan.short(seed: seed)
            let report = try await LoadRun(plan, seed: seed).run()
            print("the load: \(report)")
            #expect(report.faults.isEmpty, "\(report.faults.first?.description ?? "")")
            #expect(report.complaints == [])
            #expect(report.away.values.map(\.count).reduce(0, +) == plan.lives.count)
            #expect(Set(report.reading.kinds.keys) == Set(LoadKind.allCases))
            #expect(report.accounts == plan.members)
            #expect(report.balances == plan.members)
            #expect(report.refused > 0 && report.unanswered > 0 && report.repeated > 0)
        }

        @Test("The same load finds out a gateway that answers before it commits")
        func hastyGateway() async throws {
            let seed = SeededGenerator.seed(for: "the load on the hasty gateway")
            let run = try await LoadRun(
                .hasty(seed: seed),
                seed: seed,
                executable: "hasty-gateway"
            )
            let report = try await run.run()
            print("the load on the hasty gateway: \(report.faults.count) faults")
            #expect(!report.faults.isEmpty)
        }
    }
}
