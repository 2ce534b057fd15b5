import ArgumentParser

/// `jifen outbox`: what services owe their neighbours.
struct OutboxCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox",
        abstract: "List what services owe their neighbours, and bring on what is parked.",
        subcommands: [
            OutboxListCommand.self, OutboxRetryCommand.self, OutboxSettleCommand.self,
        ],
        defaultSubcommand: OutboxListCommand.self
    )

    /// Works on the outboxes of a suite, or of one of its services.
    static func work(
        _ folder: DataFolder,
        _ service: String?,
        _ body: (OutboxDesk) async throws -> Void
    ) async throws {
        let members = folder.members.filter { service == nil || $0.name == service }
        guard service == nil || members.contains(where: { !$0.neighbours.isEmpty }) else {
            throw CommandFault("--service: \(service ?? "") has no outbox", isInput: true)
        }
        let client = SuiteClient(folder)
        defer { client.close() }
        try await body(OutboxDesk(client, of: members))
    }
}

/// `jifen outbox list`: rows that are parked, or in another state.
struct OutboxListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List messages that are parked, or in another state.",
        discussion: """
            States: owed, unknown, refused, waiting, settled, delivered; parked is unknown, \
            refused and waiting together.
            """
    )

    /// What `--state` takes.
    private static let states = [
        "parked", "owed", "unknown", "refused", "waiting", "settled", "delivered",
    ]

    @Option(help: "Which messages.")
    var state = "parked"

    @Option(help: "The service whose messages they are; usually all.")
    var service: String?

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        guard Self.states.contains(state) else {
            throw CommandFault(
                "--state must be one of \(Self.states.joined(separator: ", "))",
                isInput: true
            )
        }
        try await OutboxCommand.work(suite.folder, service) {
            try await $0.list(state) { print($0) }
        }
    }
}

/// `jifen outbox retry ID`: sends a parked row again.
struct OutboxRetryCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry",
        abstract: "Send a parked message again, and those that were parked because of it.",
        discussion: "A message that was refused goes out under a new key, any other under its own."
    )

    @Argument(help: "The message's id, as `jifen outbox` lists it.")
    var id: String

    @Option(help: "The service whose message it is; usually found by its id.")
    var service: String?

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        try await OutboxCommand.work(suite.folder, service) { print(try await $0.retry(id)) }
    }
}

/// `jifen outbox settle ID --reason …`: says that a row is settled by other means.
struct OutboxSettleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "settle",
        abstract: "Say that a parked message is settled by other means; it is never sent again.",
        discussion: "Who said so and why is kept. Messages that need it stay parked."
    )

    @Argument(help: "The message's id, as `jifen outbox` lists it.")
    var id: String

    @Option(help: "Why it needs no delivery any more.")
    var reason: String

    @Option(help: "The service whose message it is; usually found by its id.")
    var service: String?

    @OptionGroup var suite: SuiteOptions

    func run() async throws {
        try await OutboxCommand.work(suite.folder, service) {
            print(try await $0.settle(id, reason: reason))
        }
    }
}
