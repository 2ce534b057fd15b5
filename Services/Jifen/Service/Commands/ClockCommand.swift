import ArgumentParser
import Primitives

/// `jifen clock`: shows and moves the suite's test clock.
struct ClockCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clock",
        abstract: "Show or move the clock of a suite that was started with --test-clock.",
        subcommands: [ClockShowCommand.self, ClockSetCommand.self, ClockAdvanceCommand.self],
        defaultSubcommand: ClockShowCommand.self
    )

    /// Moves a suite's clock and says so.
    static func move(
        _ folder: DataFolder,
        to target: @Sendable ([SuiteClock.Reading]) throws -> Instant
    ) async throws {
        let client = SuiteClient(folder, patience: .long)
        defer { client.close() }
        let hear = ClockNews()
        let clock = SuiteClock(client, of: folder.members) { hear.tell($0) }
        let instant = try target(try await clock.readings())
        let reached: Instant
        do {
            defer { hear.end() }
            reached = try await clock.move(to: instant)
        }
        print("the clock stands at \(reached)")
        guard reached == instant else {
            throw CommandFault("\(instant) is over; the clock never goes back")
        }
    }
}

/// `jifen clock show`: where the clock of each service stands.
struct ClockShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show where the clock of each service stands."
    )

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        let folder = suite.folder
        let client = SuiteClient(folder)
        defer { client.close() }
        for reading in try await SuiteClock(client, of: folder.members).readings() {
            let due = reading.nextDue.map { ", next due \($0)" } ?? ", nothing due"
            let owed = reading.owed > 0 ? ", \(reading.owed.grouped) messages to deliver" : ""
            print("\(reading.member.name): \(reading.now)\(due)\(owed)")
        }
    }
}

/// `jifen clock set INSTANT`: moves the clock to an instant.
struct ClockSetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "set",
        abstract: "Move the clock to an instant, doing all that is due on the way."
    )

    @Argument(help: "The instant in UTC, such as 2026-03-01T08:00:00Z.")
    var instant: String

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        guard let target = Instant(instant) else {
            throw CommandFault(
                "the instant must be one in UTC, such as 2026-03-01T08:00:00Z",
                isInput: true
            )
        }
        try await ClockCommand.move(suite.folder) { _ in target }
    }
}

/// `jifen clock advance 30d`: moves the clock forward.
struct ClockAdvanceCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "advance",
        abstract: "Move the clock forward, doing all that is due on the way."
    )

    @Argument(help: "By how much, such as 90s, 30m, 1h or 30d.")
    var duration: String

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        guard let seconds = Lifetime.seconds(duration) else {
            throw CommandFault("it must be such as 90s, 30m, 1h or 30d", isInput: true)
        }
        try await ClockCommand.move(suite.folder) { readings in
            guard let now = readings.map(\.now).max() else {
                throw CommandFault("the suite has no service with a clock")
            }
            let (sum, overflow) = now.milliseconds.addingReportingOverflow(seconds * 1000)
            let latest = Instant("9999-12-31T00:00:00Z")?.milliseconds ?? 0
            guard !overflow, sum <= latest else {
                throw CommandFault("the clock ends with the year 9999", isInput: true)
            }
            let target = Instant(milliseconds: sum)
            // Whoever breaks it off needs this to go on with `set`.
            StandardStreams.complain("jifen: from \(now) to \(target)")
            return target
        }
    }
}
