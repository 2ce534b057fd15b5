import Foundation
import Synchronization

/// One executable of the suite, running, with its log passed on line by line.
final class ChildProcess: Sendable {
    let name: String
    private let process: Mutex<Process>
    private let exits: AsyncStream<Int32>

    /// Starts an executable.
    ///
    /// - Parameters:
    ///   - name: Its name, which its lines bear.
    ///   - executable: Its path.
    ///   - arguments: Its flags.
    ///   - hear: Gets each line of its log.
    /// - Throws: What kept it from being started.
    init(
        name: String,
        executable: String,
        arguments: [String],
        hear: @escaping @Sendable (String) -> Void
    ) throws {
        self.name = name
        let process = Process()
        process.executableURL = URL(fileURLWithPath: executable)
        process.arguments = arguments
        process.environment = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("JIFEN_")
        }
        let pipe = Pipe()
        let lines = LineSplitter(hear: hear)
        pipe.fileHandleForReading.readabilityHandler = { lines.take($0.availableData) }
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        let (exits, report) = AsyncStream.makeStream(of: Int32.self)
        self.exits = exits
        process.terminationHandler = { process in
            report.yield(process.terminationStatus)
            report.finish()
        }
        try process.run()
        self.process = Mutex(process)
    }

    /// Waits until it has ended.
    ///
    /// - Returns: Its exit code, or the number of the signal that ended it.
    func exit() async -> Int32 {
        await exits.first { _ in true } ?? 0
    }

    /// Asks it to stop gracefully.
    func stop() {
        process.withLock { process in
            if process.isRunning { process.terminate() }
        }
    }
}

/// Makes lines of the bytes that a pipe gives.
private final class LineSplitter: Sendable {
    private let rest = Mutex(Data())
    private let hear: @Sendable (String) -> Void

    init(hear: @escaping @Sendable (String) -> Void) {
        self.hear = hear
    }

    func take(_ data: Data) {
        let lines = rest.withLock { rest in
            rest.append(data)
            var parts = rest.split(separator: 0x0A, omittingEmptySubsequences: false)
            rest = Data(parts.popLast() ?? Data())
            return parts.map { String(decoding: $0, as: UTF8.self) }
        }
        for line in lines { hear(line) }
    }
}
