import Calls
import Glibc
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Eighteen months of real visits")
    struct VisitReplayTests {
        @Test("killed and played again, they come to what a script makes of the file alone")
        func real() async throws {
            try await compare(try .real(RunOptions.visits))
        }

        @Test("So do visits of members who come nearly every day, up to the 365th in a row")
        func madeUp() async throws {
            let oracle = try await compare(try .madeUp())
            #expect(oracle.members["m-0"]?.longest == 400)
            #expect(oracle.members["m-0"]?.tickets == 28)
        }

        @discardableResult
        private func compare(_ sample: VisitSample) async throws -> VisitOracle {
            let oracle = try await VisitOracle(sample.path)
            let stage = try await ReplayStage(words: ["--test-clock", "--only", "gateway,checkin"])
            try await playKilled(sample.path, on: stage)
            let begun = ContinuousClock.now
            try await compareAccounts(stage, oracle)
            try await compareParts(stage, oracle)
            let doctor = try stage.start(["doctor"])
            #expect(await doctor.end() == .exited(code: 0), "\(doctor.output)")
            print("visits: all compared in \(ContinuousClock.now - begun)")
            #expect(await stage.stop() == .exited(code: 0))
            return oracle
        }

        /// Plays the log with an end in the middle, then whole, then once more.
        private func playKilled(_ path: String, on stage: ReplayStage) async throws {
            let killed = try stage.start(["replay", "checkins", path])
            try await stage.waitForReplay(past: "1997-01-20")
            killed.send(SIGKILL)
            #expect(await killed.end() == .killed(signal: SIGKILL))

            let begun = ContinuousClock.now
            let whole = try await stage.run("replay", "checkins", path)
            #expect(whole.end == .exited(code: 0), "\(whole.errors)")
            print("visits: \(whole.output)visits: played in \(ContinuousClock.now - begun)")
            let again = try await stage.run("replay", "checkins", path)
            #expect(again.end == .exited(code: 0), "\(again.errors)")
            #expect(
                again.output.contains("nothing new granted; all had been played before"),
                "\(again.output)"
            )
        }

        /// Each member's streak, freezes, balance and statement, line by line.
        private func compareAccounts(_ stage: ReplayStage, _ oracle: VisitOracle) async throws {
            let expected = VisitAccounts.expected(by: oracle)
            let accounts = try await VisitAccounts(stage: stage)
                .accounts(of: expected.keys.sorted())
            let differing = accounts.filter { $0.value != expected[$0.key] }
            #expect(accounts.count == expected.count)
            #expect(differing.isEmpty, "\(differing.count), such as \(differing.prefix(3))")
        }

        /// The answer to each check-in, which a repeat gets again: its streak, and its award part
        /// by part.
        private func compareParts(_ stage: ReplayStage, _ oracle: VisitOracle) async throws {
            let token = try await stage.token(of: "service")
            let checkIns = Dictionary(
                uniqueKeysWithValues: oracle.checkIns.map {
                    ("\($0.member) \($0.day)", $0)
                }
            )
            let answers = try await ReplayAccounts(stage: stage).each(of: checkIns.keys.sorted()) {
                let checkIn = try #require(checkIns[$0])
                let answer = try await stage.checkin.send(
                    .post,
                    "/v1/checkins",
                    ["member": .string(checkIn.member), "day": .string(checkIn.day)],
                    token: token
                )
                return answer.isReplayed
                    && answer.json["streak"]?["current"] == .integer(checkIn.length)
                    && answer.json["award"]?["parts"] == checkIn.parts
            }
            let differing = answers.filter { !$0.value }.keys
            #expect(answers.count == checkIns.count)
            #expect(differing.isEmpty, "\(differing.count), such as \(differing.prefix(3))")
        }
    }
}
