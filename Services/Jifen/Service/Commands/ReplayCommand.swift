import ArgumentParser
import Primitives
import UnixSignals

/// `jifen replay`: plays real logs through the suite.
struct ReplayCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Play a real log through the suite under its test clock.",
        subcommands: [ReplayOrdersCommand.self]
    )
}

/// `jifen replay orders FILE`: plays a log of purchases.
struct ReplayOrdersCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "orders",
        abstract: "Play a log of purchases as paid orders, day by day.",
        discussion: """
            The file has a header, then lines of a customer, a day (yyyymmdd), a number of things \
            and a value, separated by white space. Stopped and called again it goes on: no \
            purchase counts twice.
            """
    )

    @Argument(help: "The log, a text file.")
    var file: String

    @Option(help: "The folder of the suite (usually JIFEN_DATA, or .jifen).")
    var data: String?

    func run() async throws {
        let log = try PurchaseFile(path: file)
        let client = SuiteClient(DataFolder(data), patience: .long)
        defer { client.close() }
        let replay = OrderReplay(client, clock: SuiteClock(client, of: SuiteMember.all))
        let tally = try await untilStopped {
            var line = ProgressLine("events", of: log.purchases.count, on: .standardError)
            defer { line.end() }
            return try await replay.play(log) { line.show($0) }
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
    private func untilStopped(
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
