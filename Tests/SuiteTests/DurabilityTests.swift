import TestSupport
import Testing

extension RealProcesses {
    @Suite("Durability under SIGKILL")
    struct DurabilityTests {
        @Test("What was acknowledged is there exactly once, whenever the gateway is killed")
        func gateway() async throws {
            let seed = SeededGenerator.seed(for: "durability")
            // A new store now and then, as each restart looks at all that is in the store.
            for (round, kills) in RunOptions.kills.split(atMost: 100).enumerated() {
                let report = try await KillDrill(
                    executable: "gateway",
                    kills: kills,
                    seed: seed &+ UInt64(round)
                ).run()
                print("durability: \(report)")
                try #require(report.faults.isEmpty)
                #expect(report.kills == kills)
                #expect(report.settled > 20 * kills)
                #expect(report.noticed > kills / 2)
            }
        }

        @Test("The same drill sees a loss where the answer comes before the commit")
        func hastyGateway() async throws {
            let seed = SeededGenerator.seed(for: "durability of the hasty gateway")
            let report = try await KillDrill(
                executable: "hasty-gateway",
                kills: 50,
                seed: seed
            ).run()
            print("durability of the hasty gateway: \(report)")
            #expect(
                report.faults.contains { fault in
                    if case .lost = fault { true } else { false }
                }
            )
        }
    }
}

extension Int {
    /// The number as a sum of numbers that are not larger than a bound.
    fileprivate func split(atMost bound: Int) -> [Int] {
        stride(from: 0, to: self, by: bound).map { Swift.min(bound, self - $0) }
    }
}
