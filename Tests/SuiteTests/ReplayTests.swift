import Glibc
import TestSupport
import Testing
import Wire

extension RealProcesses {
    @Suite("Eighteen months of real orders")
    struct ReplayTests {
        private static let years = [1997: "1998-12-31", 1998: "1999-12-31"]

        @Test("killed, stopped and played again, they earn what a script makes of the file alone")
        func orders() async throws {
            let path = try PurchaseLog().path
            let oracle = try await ReplayOracle(path)
            let stage = try await ReplayStage(words: ["--test-clock", "--only", "gateway"])
            let begun = ContinuousClock.now
            try await playStopped(path, on: stage)
            let accounts = ReplayAccounts(stage: stage)
            print("replay: \(oracle.total) points, played in \(ContinuousClock.now - begun)")

            try await compareLots(accounts, oracle)
            try await jump(stage, to: "1999-01-01T04:00:00Z")
            try await compareBalances(accounts, oracle, earnedIn: 1998)
            try await jump(stage, to: "2000-02-01T00:00:00Z")
            try await compareStatements(accounts, oracle)
            try await compareBalances(accounts, oracle, earnedIn: 1999)
            try await examine(stage)
            print("replay: all compared after \(ContinuousClock.now - begun)")
            #expect(await stage.stop() == .exited(code: 0))
        }

        /// Plays the log with two ends in the middle, then whole, then once more.
        private func playStopped(_ path: String, on stage: ReplayStage) async throws {
            let killed = try stage.start(["replay", "orders", path])
            try await stage.waitForReplay(past: "1997-01-20")
            killed.send(SIGKILL)
            #expect(await killed.end() == .killed(signal: SIGKILL))

            let stopped = try stage.start(["replay", "orders", path])
            try await stage.waitForReplay(past: "1997-09-15")
            stopped.send(SIGINT)
            #expect(await stopped.end() == .exited(code: 1))
            #expect(stopped.errors.contains("the same command goes on"), "\(stopped.errors)")

            let whole = try await stage.run("replay", "orders", path)
            #expect(whole.end == .exited(code: 0), "\(whole.errors)")
            #expect(whole.output.contains(" points granted; "), "\(whole.output)")
            let again = try await stage.run("replay", "orders", path)
            #expect(again.end == .exited(code: 0), "\(again.errors)")
            #expect(
                again.output.contains("nothing new granted; all had been played before"),
                "\(again.output)"
            )
        }

        private func jump(_ stage: ReplayStage, to instant: String) async throws {
            let moved = try await stage.run("clock", "set", instant)
            #expect(moved.end == .exited(code: 0), "\(moved.errors)")
        }

        /// At the end of the log: what each has earned, and on which day it ends.
        private func compareLots(_ accounts: ReplayAccounts, _ oracle: ReplayOracle) async throws {
            let balances = try await accounts.balances(of: oracle.customers.keys.sorted())
            let differing = balances.filter { member, balance in
                guard let earned = oracle.customers[member] else { return true }
                let lots = earned.years.reduce(into: [String: Int64]()) { lots, year in
                    if let day = Self.years[year.key], year.value > 0 { lots[day] = year.value }
                }
                return balance
                    != .init(available: earned.total, earned: earned.total, lots: lots)
            }
            #expect(balances.count == oracle.customers.count)
            #expect(differing.isEmpty, "\(differing.count), such as \(differing.prefix(3))")
            #expect(balances.values.reduce(0) { $0 + $1.available } == oracle.total)
        }

        /// After the end of a year: what is left is what was earned in it.
        private func compareBalances(
            _ accounts: ReplayAccounts,
            _ oracle: ReplayOracle,
            earnedIn year: Int
        ) async throws {
            let balances = try await accounts.balances(of: oracle.customers.keys.sorted())
            let differing = balances.filter { member, balance in
                let earned = oracle.customers[member]
                return balance.available != earned?.years[year] ?? 0
                    || balance.earned != earned?.total
            }
            #expect(differing.isEmpty, "\(differing.count), such as \(differing.prefix(3))")
        }

        /// At the end of all: what each statement says, and what they say together.
        private func compareStatements(
            _ accounts: ReplayAccounts,
            _ oracle: ReplayOracle
        ) async throws {
            let statements = try await accounts.statements(of: oracle.customers.keys.sorted())
            let differing = statements.filter { member, statement in
                guard let earned = oracle.customers[member] else { return true }
                let expired = [
                    "1998-12-31T16:00:00.000Z": earned.years[1997] ?? 0,
                    "1999-12-31T16:00:00.000Z": earned.years[1998] ?? 0,
                ].filter { $0.value > 0 }
                return !statement.isSound || statement.earned != earned.total
                    || statement.expired != expired
            }
            #expect(differing.isEmpty, "\(differing.count), such as \(differing.prefix(3))")
            for (month, liability) in oracle.liability.sorted(by: { $0.key < $1.key }) {
                let outstanding = statements.values.reduce(Int64(0)) { sum, statement in
                    let last = statement.atMonthEnd.filter { $0.key <= month }
                        .max { $0.key < $1.key }
                    return sum + (last?.value ?? 0)
                }
                #expect(outstanding == liability, "at the end of \(month)")
            }
            for (year, amount) in oracle.expired {
                let gone = statements.values.reduce(Int64(0)) {
                    $0 + ($1.expired["\(year)-12-31T16:00:00.000Z"] ?? 0)
                }
                #expect(gone == amount, "at the end of \(year)")
            }
        }

        private func examine(_ stage: ReplayStage) async throws {
            let pages = try await stage.pages("/v1/reconciliation")
            #expect(pages.allSatisfy { $0["differences"]?.elements == [] })
            for words in [["doctor"], ["doctor", "--deep", "--json"]] {
                let doctor = try stage.start(words)
                #expect(await doctor.end() == .exited(code: 0), "\(doctor.output)")
            }
        }
    }
}
