import ArgumentParser
import Primitives
import UnixSignals

/// `jifen replay`: plays real logs through the suite.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Play a real log through the suite under its test clock.",
        subcommands: [ReplayOrdersCommand.self, ReplayCheckinsCommand.self]
    )

    /// What the logs look like.
    static let format = """
        The file has a header, then lines of a customer, a day (yyyymmdd), a number of things \
        and a value, separated by white space. Stopped and called again it goes on
        """

    /// Plays a log, shows how far it has come, and says what became of it.
    ///
    /// - Parameters:
    ///   - what: What is played, in the plural.
    ///   - total: How many there are.
    ///   - play: Plays the log; gets what hears how many are answered.
    /// - Throws: What the play throws.
    static func report(
        _ what: String,
        of total: Int,
        _ play: @escaping @Sendable ((Int) -> Void) async throws -> ReplayTally
    ) async throws {
        let tally = try await untilStopped {
            var line = ProgressLine(what, of: total, on: .standardError)
            defer { line.end() }
            return try await play { line.show($0) }
        }
        print(tally.summary)
        guard tally.refusals.isEmpty else {
            let shown = tally.refusals.prefix(10).map { "\($0.id): \($0.reason)" }
            let rest = tally.refusals.count - shown.count
            throw CommandFault(
                (shown + (rest > 0 ? ["and \(rest.grouped) more"] : [])).joined(separator: "\n")
            )
        }
    }

    /// Ends the work on SIGINT and SIGTERM, between two requests or in one.
    private static func untilStopped(
        _ work: @escaping @Sendable () async throws -> ReplayTally
    ) async throws -> ReplayTally {
        try await withThrowingTaskGroup(of: ReplayTally?.self) { group in
            group.addTask { try await work() }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) { break }
                return nil
            }
            defer { group.cancelAll() }
            guard let tally = try await group.next() ?? nil else {
                throw CommandFault("stopped; the same command goes on from here")
            }
            return tally
        }
    }
}

/// `jifen replay orders FILE`: plays a log of purchases.
struct ReplayOrdersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders",
        abstract: "Play a log of purchases as paid orders, day by day.",
        discussion: "\(ReplayCommand.format): no purchase counts twice."
    )

    @Argument(help: "The log, a text file.")
    var file: String

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        let log = try PurchaseFile(path: file)
        let folder = suite.folder
        let client = SuiteClient(folder, patience: .long)
        defer { client.close() }
        let replay = OrderReplay(client, clock: SuiteClock(client, of: folder.members))
        try await ReplayCommand.report("events", of: log.purchases.count) { progress in
            try await replay.play(log, progress: progress)
        }
    }
}

/// `jifen replay checkins FILE`: plays the days of a log of purchases as check-ins.
struct ReplayCheckinsCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checkins",
        abstract: "Play a log of purchases as check-ins: who bought on a day came on it.",
        discussion: "\(ReplayCommand.format): no check-in is awarded twice."
    )

    @Argument(help: "The log, a text file.")
    var file: String

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        let log = VisitLog(try PurchaseFile(path: file))
        let folder = suite.folder
        let client = SuiteClient(folder, patience: .long, connections: CheckinReplay.width)
        defer { client.close() }
        let replay = CheckinReplay(client, clock: SuiteClock(client, of: folder.members))
        try await ReplayCommand.report("check-ins", of: log.count) { progress in
            try await replay.play(log, progress: progress)
        }
    }
}
