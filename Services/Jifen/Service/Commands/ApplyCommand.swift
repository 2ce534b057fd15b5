import ArgumentParser

/// `jifen apply FILE`: validates a programme, shows the changes, publishes it.
struct ApplyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Validate a programme, show what changes, and publish it."
    )

    @Argument(help: "The programme, a YAML file.")
    var file: String

    @Flag(help: "Validate and show only.")
    var dryRun = false

    @Option(help: "Publish what makes a game worse for members, and record this reason.")
    var force: String?

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        let programme = try ProgrammeFile(path: file)
        let folder = suite.folder
        let client = SuiteClient(folder)
        defer { client.close() }
        try await Publisher(client, to: folder.members)
            .publish(programme, dryRun: dryRun, force: force) { print($0) }
    }
}
