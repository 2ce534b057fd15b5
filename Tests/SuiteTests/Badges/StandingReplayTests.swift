import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Eighteen months of badges, levels, tasks and boards")
    struct StandingReplayTests {
        /// How many purchases are played where not all are.
        private static let purchases = 1000

        @Test("on each month's last day, all stand where a script puts them by the file alone")
        func months() async throws {
            let all = RunOptions.visits == 0
            let sample = try VisitSample.real(all ? 0 : min(RunOptions.visits, Self.purchases))
            let oracle = try await StandingOracle(sample.path)
            let log = try StandingLog(sample.path)
            let stage = try await ReplayStage(
                programme: StandingOracle.programme,
                words: ["--test-clock", "--only", "gateway,badges"]
            )
            let begun = ContinuousClock.now
            var claimed = 0
            var former: String?
            for month in StandingOracle.months {
                try await play(try log.path(of: month), on: stage)
                try await endMonth(month, on: stage)
                let pages = StandingPages(stage: stage)
                let expected = try oracle.standings(in: month)
                // The month before is closed, and stays as it was.
                for month in [former, month].compactMap(\.self) {
                    #expect(try await pages.board(on: "\(month)-10") == oracle.board(of: month))
                }
                claimed += try await compare(pages, expected, at: month)
                former = month
            }
            print("standings: 18 months in \(ContinuousClock.now - begun), \(claimed) claims")
            let doctor = try stage.start(["doctor"])
            #expect(await doctor.end() == .exited(code: 0), "\(doctor.output)")
            #expect(await stage.stop() == .exited(code: 0))
        }

        private func play(_ path: String, on stage: ReplayStage) async throws {
            let replay = try await stage.run("replay", "orders", path)
            try #require(replay.end == .exited(code: 0), "\(replay.errors)")
        }

        /// Moves the clock to the last second of a month in Shanghai.
        private func endMonth(_ month: String, on stage: ReplayStage) async throws {
            let lengths = ["02": 28, "04": 30, "06": 30, "09": 30, "11": 30]
            let last = lengths[String(month.suffix(2))] ?? 31
            let set = try await stage.run("clock", "set", "\(month)-\(last)T15:59:59Z")
            try #require(set.end == .exited(code: 0), "\(set.errors)")
        }

        /// Compares where everybody stands, and then claims what the script says is claimed.
        ///
        /// - Returns: How much was claimed.
        private func compare(
            _ pages: StandingPages,
            _ expected: [String: String],
            at month: String
        ) async throws -> Int {
            let levels = try await pages.levels()
            #expect(Set(levels.keys) == Set(expected.keys))
            let standings = try await pages.standings(of: expected.keys.sorted())
            let differing = standings.filter { $0.value.text != expected[$0.key] }
            for (member, standing) in differing.sorted(by: { $0.key < $1.key }).prefix(3) {
                Issue.record(
                    """
                    \(month), \(member), one of \(differing.count):
                    is        \(standing.text)
                    should be \(expected[member] ?? "")
                    """
                )
            }
            let listed = standings.filter {
                $0.value.page["level"]?["number"]?.integer == levels[$0.key]
            }
            #expect(listed.count == levels.count)
            try #require(differing.isEmpty)
            return try await pages.claim(standings)
        }
    }
}
