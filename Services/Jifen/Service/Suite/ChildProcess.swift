import Foundation
import Glibc
import Synchronization

/// One executable of the suite, running, with its log passed on line by line.
final class ChildProcess: Sendable {
    let name: String
    private let process: Mutex<Process>
    private let ending: Ending

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
        let pipe = Pipe()
        let lines = LineSplitter(hear: hear)
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        let ending = Ending()
        self.ending = ending
        process.terminationHandler = { ending.report($0.terminationStatus) }
        try process.run()
        self.process = Mutex(process)
        Self.read(pipe.fileHandleForReading, into: lines)
    }

    /// Reads to the end on a thread of its own: a dispatch source would outlive its descriptor.
    private static func read(_ handle: FileHandle, into lines: LineSplitter) {
        let thread = Thread {
            var buffer = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = Glibc.read(handle.fileDescriptor, &buffer, buffer.count)
                if count < 0, errno == EINTR { continue }
                lines.take(Data(buffer.prefix(max(0, count))))
                if count <= 0 { return }
            }
        }
        thread.start()
    }

    /// Waits until it has ended, whatever is cancelled meanwhile: none is left behind.
    ///
    /// - Returns: Its exit code, or the number of the signal that ended it.
    func exit() async -> Int32 {
        await ending.status()
    }

    /// Asks it to stop gracefully.
    func stop() {
        process.withLock { process in
            if process.isRunning { process.terminate() }
        }
    }
}

/// The end of a process, awaited once.
private final class Ending: Sendable {
    private struct State {
        var status: Int32?
        var waiting: CheckedContinuation<Int32, Never>?
    }

    private let state = Mutex(State())

    func report(_ status: Int32) {
        let waiting = state.withLock { state in
            state.status = status
            defer { state.waiting = nil }
            return state.waiting
        }
        waiting?.resume(returning: status)
    }

    func status() async -> Int32 {
        await withCheckedContinuation { continuation in
            let known = state.withLock { state in
                if state.status == nil { state.waiting = continuation }
                return state.status
            }
            if let known { continuation.resume(returning: known) }
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
            // What has no line end when the pipe ends is a line all the same.
            rest.append(data.isEmpty && !rest.isEmpty ? Data([0x0A]) : data)
            var parts = rest.split(separator: 0x0A, omittingEmptySubsequences: false)
            rest = Data(parts.popLast() ?? Data())
            return parts.map { String(decoding: $0, as: UTF8.self) }
        }
        for line in lines { hear(line) }
    }
}
