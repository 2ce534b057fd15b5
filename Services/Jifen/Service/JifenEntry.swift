import ArgumentParser
import Primitives

/// The command line of the suite.
package struct JifenEntry: AsyncParsableCommand {
    /// What the parser shows and knows.
    package static let configuration = CommandConfiguration(
        commandName: "jifen",
        abstract: "Run and operate a Jifen suite.",
        version: "0.1.0",
        subcommands: [
            UpCommand.self, TokenCommand.self, ApplyCommand.self, DoctorCommand.self,
            ReplayCommand.self, ClockCommand.self, OutboxCommand.self, VerifyCommand.self,
            EpochCommand.self, SimulateCommand.self, BackfillCommand.self,
        ]
    )

    /// For the parser.
    package init() {}

    /// Runs the command that the process was called with.
    ///
    /// - Returns: 0 when all is well, 1 when what was checked or done is not, 2 when the call or
    ///   its input is faulty.
    package static func run() async -> Int32 {
        do {
            var command = try parseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
            return 0
        } catch let fault as CommandFault {
            complain(fault.description)
            return fault.isInput ? 2 : 1
        } catch {
            let code = exitCode(for: error)
            if code.isSuccess {
                print(fullMessage(for: error))
                return 0
            }
            complain(fullMessage(for: error))
            return code == .validationFailure ? 2 : 1
        }
    }

    private static func complain(_ text: String) {
        StandardStreams.complain("jifen: \(text)")
    }
}
