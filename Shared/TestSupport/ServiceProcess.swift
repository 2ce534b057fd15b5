import Foundation
import Glibc

/// A service of the build that runs as a process of its own, on a free port.
package final class ServiceProcess: Sendable {
    /// Where it listens, as `http://127.0.0.1:PORT`.
    package let address: String
    private let process: ChildProcess

    /// Starts a service and waits until it listens.
    ///
    /// - Parameters:
    ///   - name: The name of its executable.
    ///   - flags: Its settings, by their names.
    ///   - environment: What it finds in its environment beside what this process has, but for
    ///     this process's `JIFEN_` variables.
    ///   - wrapper: The words of a program that becomes the service, such as one that mounts what
    ///     only the service is to see.
    /// - Throws: `ChildProcess.NotStarted` with what it complained of.
    package init(
        _ name: String,
        flags: [String: String],
        adding environment: [String: String] = [:],
        within wrapper: [String] = []
    ) async throws {
        let words = wrapper + [try Build.path(of: name)]
        process = try ChildProcess(
            words[0],
            words.dropFirst() + flags.sorted { $0.key < $1.key }.map { "--\($0.key)=\($0.value)" },
            adding: environment
        )
        guard let address = await process.line(beginning: "listening on ") else {
            let end = await process.end()
            throw ChildProcess.NotStarted("\(name) ended, \(end): \(process.errors)")
        }
        self.address = address
    }

    /// The id of its process, which is another's when it has ended.
    package var id: pid_t { process.id }

    /// The port on which it listens.
    package var port: Int { address.split(separator: ":").last.flatMap { Int($0) } ?? 0 }

    /// What it has written to its log so far.
    package var log: String { process.errors }

    /// Ends it as a crash does, and waits until it is gone.
    package func kill() async {
        process.send(SIGKILL)
        _ = await process.end()
    }

    /// Sends it a signal.
    package func send(_ signal: Int32) {
        process.send(signal)
    }

    /// Tells it to stop gracefully, and waits until it has.
    package func stop() async -> ChildProcess.End {
        process.send(SIGTERM)
        return await process.end()
    }

    /// Waits until it ends by itself.
    package func end() async -> ChildProcess.End {
        await process.end()
    }
}

/// What the build has made beside the tests.
package enum Build {
    /// The path of a file in the build's folder: that of this process's executable, or
    /// `JIFEN_TEST_BIN`.
    ///
    /// - Throws: `ChildProcess.NotStarted` where it is not there.
    package static func path(of name: String) throws -> String {
        let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        let folder =
            ProcessInfo.processInfo.environment["JIFEN_TEST_BIN"]
            ?? (own as NSString).deletingLastPathComponent
        let path = "\(folder)/\(name)"
        guard FileManager.default.fileExists(atPath: path) else {
            throw ChildProcess.NotStarted("\(path) is not there; JIFEN_TEST_BIN names the folder")
        }
        return path
    }
}
