import ArgumentParser
import Foundation
import GamesClient
import Primitives
import Sections
import Synchronization
import Wire

/// `jifen simulate`: plays what a programme says before it is published.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Play what a programme says many times before it is published.",
        subcommands: [SimulateLotteryCommand.self]
    )
}

/// `jifen simulate lottery ID`: says what a lottery would cost and pay.
struct SimulateLotteryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lottery",
        abstract: "Play a lottery by its own rules, stock, pity and pacing.",
        discussion: """
            Each member uses its free draws of the day and then pays for some more by the first \
            of the costs. A plain seeded generator draws; the same seed gives the same numbers.
            """
    )

    @Argument(help: "The lottery's id in the programme.")
    var id: String

    @Option(help: "How many members play, 1 to 10,000,000.")
    var members: Int64

    @Option(help: "For how many days, 1 to 3,660.")
    var days: Int64

    @Option(help: "The programme, a YAML file; usually the one that is in force.")
    var programme: String?

    @Option(help: "How often all of it is played, 1 to 10,000.")
    var runs = 10

    @Option(help: "How many draws each pays for on a day, 0 to 1,000.")
    var paidPerDay: Int64 = 1

    @Option(help: "Of which asset they pay; usually the first of the costs.")
    var payWith: String?

    @Option(help: "The level of all members.")
    var level: Int64 = 0

    @Option(help: "With what the draws begin.")
    var seed: UInt64 = 1

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        let plan = try plan()
        let section = try await section()
        let forecast: LotteryForecast?
        do throws(ProgrammeFaults) {
            forecast = try LotteryForecast(of: id, in: section)
        } catch {
            let faults = error.faults.map { "\($0.path): \($0.message)" }
            throw CommandFault(faults.joined(separator: "\n"), isInput: true)
        }
        guard let forecast else {
            throw CommandFault("the programme has no lottery \(id)", isInput: true)
        }
        if let payWith, !forecast.assets.contains(payWith) {
            throw CommandFault("--pay-with: a draw is not paid with \(payWith)", isInput: true)
        }
        for line in try await play(forecast, plan).lines { print(line) }
    }

    /// The games' section of the file, or that which is in force.
    private func section() async throws -> JSON {
        if let programme { return try ProgrammeFile(path: programme).section(of: .games) }
        let client = SuiteClient(suite.folder)
        defer { client.close() }
        return try await client.section(of: .games)
    }

    private func plan() throws(CommandFault) -> LotteryForecast.Plan {
        try Self.check(members, 1...10_000_000, "--members")
        try Self.check(days, 1...3660, "--days")
        try Self.check(Int64(runs), 1...10_000, "--runs")
        try Self.check(paidPerDay, 0...1000, "--paid-per-day")
        var plan = LotteryForecast.Plan(members: members, days: days)
        plan.runs = runs
        plan.paidPerDay = paidPerDay
        plan.payingWith = payWith
        plan.level = level
        plan.seed = seed
        return plan
    }

    private static func check(
        _ number: Int64,
        _ range: ClosedRange<Int64>,
        _ name: String
    ) throws(CommandFault) {
        guard range.contains(number) else {
            let words = "\(name) must be \(range.lowerBound) to \(range.upperBound)"
            throw CommandFault(words, isInput: true)
        }
    }

    private func play(
        _ forecast: LotteryForecast,
        _ plan: LotteryForecast.Plan
    ) async throws -> ForecastReport {
        let progress = DayCount(of: Int(plan.days) * plan.runs)
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        let cores = ProcessInfo.processInfo.activeProcessorCount
        let start = forecast.start(orAt: now)
        defer { progress.end() }
        return try await forecast.play(plan, from: start, cores: cores) { progress.countOne() }
    }
}

/// Counts the days that several runs have played, and shows how many they are.
private final class DayCount: Sendable {
    private let state: Mutex<(done: Int, line: ProgressLine)>

    init(of total: Int) {
        state = Mutex((0, ProgressLine("days", of: total, on: .standardError)))
    }

    func countOne() {
        state.withLock { state in
            state.done += 1
            state.line.show(state.done)
        }
    }

    func end() { state.withLock { $0.line.end() } }
}
