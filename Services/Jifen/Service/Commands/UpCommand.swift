import Access
import ArgumentParser
import Primitives
import UnixSignals

/// `jifen up`: runs the suite on this machine until it is stopped.
struct UpCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "up",
        abstract: "Run the suite on this machine until it is stopped.",
        discussion: """
            Prints the line `ready` on standard output when every service is; all else goes to \
            standard error. SIGINT and SIGTERM stop all services gracefully.
            """
    )

    @OptionGroup var suite: SuiteOptions

    @Option(help: "A programme to publish when the services are ready.")
    var programme: String?

    @Option(help: "The services to start, joined by commas; usually all.")
    var only: String?

    @Option(help: "The suite's first port; gateway listens on the next one, checkin then.")
    var portBase = 8080

    @Flag(help: "Let business time stand still but for `jifen clock` and `jifen replay`.")
    var testClock = false

    func run() async throws {
        let members = try chosen()
        let file = try programme.map { try ProgrammeFile(path: $0) }
        for member in members where !PortCheck.isFree(portBase + member.portOffset) {
            throw CommandFault(
                "port \(portBase + member.portOffset), which \(member.name) needs, is taken"
            )
        }
        let folder = suite.folder
        try folder.prepare()
        try folder.remember(portBase: portBase, members: members)
        let supervisor = Supervisor(
            members,
            folder: folder,
            portBase: portBase,
            hasTestClock: testClock,
            hear: Self.tell
        )
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                try await supervisor.run()
                return true
            }
            group.addTask {
                for await _ in await UnixSignalsSequence(trapping: .sigint, .sigterm) {
                    supervisor.stop()
                }
                return false
            }
            group.addTask {
                try await Self.welcome(members, folder, file)
                return false
            }
            defer { supervisor.stop() }
            while let isOver = try await group.next(), !isOver {}
            group.cancelAll()
        }
    }

    private func chosen() throws(CommandFault) -> [SuiteMember] {
        guard (1...65_000).contains(portBase) else {
            throw CommandFault("--port-base must be from 1 to 65000", isInput: true)
        }
        guard let only else { return SuiteMember.all }
        let names = only.split(separator: ",")
        for name in names where !SuiteMember.all.contains(where: { $0.name == name }) {
            throw CommandFault("--only: there is no service \(name)", isInput: true)
        }
        guard !names.isEmpty else { throw CommandFault("--only names no service", isInput: true) }
        return SuiteMember.all.filter { member in names.contains { $0 == member.name } }
    }

    /// Waits until all are ready, publishes the programme, and says where to look.
    private static func welcome(
        _ members: [SuiteMember],
        _ folder: DataFolder,
        _ file: ProgrammeFile?
    ) async throws {
        let client = SuiteClient(folder)
        defer { client.close() }
        for member in members {
            while await !client.isReady(member) { try await Task.sleep(for: .milliseconds(100)) }
        }
        if let file {
            try await Publisher(client, to: members).publish(file, dryRun: false) {
                tell("jifen | \($0)")
            }
        }
        for member in members { tell("jifen | \(member.name): \(client.address(of: member))") }
        let service = try await folder.token(role: .service, subject: "host", seconds: 86_400)
        let oper = try await folder.token(role: .operator, subject: "jifen", seconds: 86_400)
        tell("jifen | token of a back end, for a day:\n\(service)")
        tell("jifen | token of an operator, for a day:\n\(oper)")
        StandardStreams.say("ready")
    }

    private static func tell(_ line: String) {
        StandardStreams.complain(line)
    }
}
