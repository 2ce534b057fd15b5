import ArgumentParser

/// `jifen backfill`: what is given to members for what they did before it was asked for.
struct BackfillCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backfill",
        abstract: "Give members what they have earned before it was published, or show who would.",
        subcommands: [BackfillBadgeCommand.self]
    )
}

/// `jifen backfill badge ID`: gives a badge, or shows who would get it.
struct BackfillBadgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "badge",
        abstract: "Bring all members up to date with a badge, or show how many would get it.",
        discussion: """
            After a publication the service does this by itself in the background; this does it \
            now and says how many members got which tier, and what the rewards cost. With \
            --dry-run nothing is given; with --programme that is found out of a programme that \
            is not published. Stopped and called again it goes through all members again and \
            gives what was not given. Exits with 1 where members cannot be counted.
            """
    )

    @Argument(help: "The badge's id.")
    var id: String

    @Flag(help: "Give nothing.")
    var dryRun = false

    @Option(help: "With --dry-run: a YAML file with the badge, which is not published.")
    var programme: String?

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        guard programme == nil || dryRun else {
            throw CommandFault(
                "--programme is for --dry-run; publish it with `jifen apply` to give by it",
                isInput: true
            )
        }
        let file = try programme.map { try ProgrammeFile(path: $0) }
        let client = SuiteClient(suite.folder)
        defer { client.close() }
        var line = ProgressLine("members", on: .standardError)
        let sums: BackfillSums
        do {
            defer { line.end() }
            sums = try await BadgeBackfill(client).run(id, isDryRun: dryRun, by: file) {
                line.show($0)
            }
        }
        for text in sums.lines(of: id, isDryRun: dryRun) { print(text) }
        if sums.skipped > 0 {
            throw CommandFault("\(sums.skipped.grouped) members cannot be counted")
        }
    }
}
