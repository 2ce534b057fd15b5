import TestSupport

/// A command of `jifen` that has ended.
struct JifenCommand: Sendable {
    let end: ChildProcess.End
    let output: String
    let errors: String

    /// Runs a command to its end, on the suite of a folder where one is named.
    static func run(_ words: [String], on folder: String? = nil) async throws -> JifenCommand {
        let process = try start(words, on: folder)
        let end = await process.end()
        return JifenCommand(end: end, output: process.output, errors: process.errors)
    }

    /// Starts a command, on the suite of a folder where one is named.
    static func start(_ words: [String], on folder: String? = nil) throws -> ChildProcess {
        let data = folder.map { ["--data", $0] } ?? []
        return try ChildProcess(try Build.path(of: "jifen"), words + data)
    }
}
