import Foundation
import Glibc

/// A program that a test has started; it never outlives the test, nor the test's process.
package final class ChildProcess: Sendable {
    /// How a program ended.
    package enum End: Hashable, Sendable {
        /// It ended by itself, with a code.
        case exited(code: Int32)
        /// A signal ended it.
        case killed(signal: Int32)
    }

    /// A program could not be started.
    package struct NotStarted: Error, CustomStringConvertible {
        package let description: String

        init(_ description: String) {
            self.description = description
        }
    }

    private struct State: Sendable {
        var output: [UInt8] = []
        var errors: [UInt8] = []
        var openPipes = 2
        var end: End?
    }

    /// The id of its process, which is another's when it has ended.
    package let id: pid_t
    private let watched = Watched(State())

    /// Starts a program.
    ///
    /// - Parameters:
    ///   - program: Its path.
    ///   - words: The words of its command line.
    ///   - environment: What it finds in its environment beside what this process has, but for
    ///     this process's `JIFEN_` variables.
    /// - Throws: `NotStarted`; nothing runs then.
    package init(
        _ program: String,
        _ words: [String],
        adding environment: [String: String] = [:]
    ) throws {
        let output = try Spawn.Pipe()
        let errors = try Spawn.Pipe()
        defer {
            close(output.writing)
            close(errors.writing)
        }
        do {
            id = try Spawn.start(
                program,
                words,
                adding: environment,
                streams: .init(output: output.writing, errors: errors.writing)
            )
        } catch {
            close(output.reading)
            close(errors.reading)
            throw error
        }
        Self.gather(output.reading, watched) { $0.output += $1 }
        Self.gather(errors.reading, watched) { $0.errors += $1 }
        Self.reap(id, DeathWatch(over: id), watched)
    }

    deinit {
        send(SIGKILL)
    }

    /// What it has written to its standard output so far.
    package var output: String { String(decoding: watched.state.output, as: UTF8.self) }

    /// What it has written to its standard error so far.
    package var errors: String { String(decoding: watched.state.errors, as: UTF8.self) }

    /// Sends a signal, unless the program has ended.
    package func send(_ signal: Int32) {
        // Under the lock the process is not reaped, so the id is still its own.
        watched.change { state in
            if state.end == nil { kill(id, signal) }
        }
    }

    /// Waits until it has ended and all that it wrote is there; a cancelled wait ends it.
    package func end() async -> End {
        await withTaskCancellationHandler {
            await watched.wait { $0.openPipes == 0 ? $0.end : nil }
        } onCancel: {
            send(SIGKILL)
        }
    }

    /// Waits for a line of its standard output.
    ///
    /// - Returns: What follows the beginning of the line, or nil where the output ends without.
    package func line(beginning start: String) async -> String? {
        await withTaskCancellationHandler {
            await watched.wait { state -> String?? in
                let lines = String(decoding: state.output, as: UTF8.self)
                    .split(separator: "\n", omittingEmptySubsequences: false).dropLast()
                if let line = lines.first(where: { $0.hasPrefix(start) }) {
                    return String(line.dropFirst(start.count))
                }
                return state.openPipes == 0 ? .some(nil) : nil
            }
        } onCancel: {
            send(SIGKILL)
        }
    }

    private static func gather(
        _ descriptor: Int32,
        _ watched: Watched<State>,
        _ keep: @escaping @Sendable (inout State, ArraySlice<UInt8>) -> Void
    ) {
        Thread.detachNewThread {
            var room = [UInt8](repeating: 0, count: 65_536)
            while true {
                let count = read(descriptor, &room, room.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                watched.change { keep(&$0, room[..<count]) }
            }
            close(descriptor)
            watched.change { $0.openPipes -= 1 }
        }
    }

    private static func reap(_ id: pid_t, _ watch: DeathWatch, _ watched: Watched<State>) {
        Thread.detachNewThread {
            var information = siginfo_t()
            while waitid(P_PID, id_t(id), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
            watch.end()
            watched.change { state in
                var status: Int32 = 0
                waitpid(id, &status, 0)
                let signal = status & 0x7F
                state.end =
                    signal == 0
                    ? .exited(code: (status >> 8) & 0xFF) : .killed(signal: signal)
            }
        }
    }
}

/// Kills a program when this process ends before it, however this process ends.
private struct DeathWatch: Sendable {
    private let shell: pid_t?
    private let held: Int32?

    /// Lets a shell wait for the end of a pipe that only this process holds open.
    init(over id: pid_t) {
        // Lost is why there is no pipe; the program ends with the test all the same.
        let pipe = try? Spawn.Pipe()
        held = pipe?.writing
        // Lost as above.
        shell = try? pipe.map { pipe in
            try Spawn.start(
                "/bin/sh",
                ["-c", #"read -r line; kill -9 "$1""#, "watch", "\(id)"],
                adding: [:],
                streams: .init(input: pipe.reading)
            )
        }
        if let pipe { close(pipe.reading) }
    }

    /// Ends the watch; to be called before the program is reaped.
    func end() {
        if let shell {
            kill(shell, SIGKILL)
            waitpid(shell, nil, 0)
        }
        if let held { close(held) }
    }
}
