import Foundation
import Glibc

/// Starts programs, with nothing of this process open in them but what they are given.
enum Spawn {
    /// As many descriptors as a process usually may have.
    private static let descriptors: Range<Int32> = 0..<1024

    /// A pipe.
    struct Pipe {
        let reading: Int32
        let writing: Int32

        init() throws {
            var ends: [Int32] = [-1, -1]
            guard pipe(&ends) == 0 else {
                throw ChildProcess.NotStarted("no pipe: \(String(cString: strerror(errno)))")
            }
            (reading, writing) = (ends[0], ends[1])
        }
    }

    /// What a program reads, writes and complains to; without an input it reads nothing.
    struct Streams {
        var input: Int32?
        var output: Int32?
        var errors: Int32?
    }

    /// Starts a program with words, and this process's environment with some additions.
    ///
    /// Settings of the suite that this process finds in its environment are not passed on.
    ///
    /// - Returns: The id of its process.
    static func start(
        _ program: String,
        _ words: [String],
        adding environment: [String: String],
        streams: Streams
    ) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        for (place, given) in [streams.input, streams.output, streams.errors].enumerated() {
            let place = Int32(place)
            if let given {
                posix_spawn_file_actions_adddup2(&actions, given, place)
            } else {
                posix_spawn_file_actions_addopen(&actions, place, "/dev/null", O_RDWR, 0)
            }
        }
        // Closing what is not open does no harm here, by glibc's posix_spawn.
        for descriptor in descriptors.dropFirst(3) {
            posix_spawn_file_actions_addclose(&actions, descriptor)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        useUsualSignals(&attributes)
        let all = ProcessInfo.processInfo.environment
            .filter { !$0.key.hasPrefix("JIFEN_") }.merging(environment) { $1 }
        var id: pid_t = 0
        let code = withTexts([program] + words) { words in
            withTexts(all.map { "\($0.key)=\($0.value)" }) { environment in
                posix_spawn(&id, program, &actions, &attributes, words, environment)
            }
        }
        guard code == 0 else {
            throw ChildProcess.NotStarted("\(program): \(String(cString: strerror(code)))")
        }
        return id
    }

    /// Undoes what a test's process may have set: ignored signals stay ignored in a new program.
    private static func useUsualSignals(_ attributes: inout posix_spawnattr_t) {
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        posix_spawnattr_setflags(
            &attributes,
            Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK)
        )
    }

    private static func withTexts<Value>(
        _ texts: [String],
        _ body: ([UnsafeMutablePointer<CChar>?]) -> Value
    ) -> Value {
        let copies = texts.map { strdup($0) }
        defer { for copy in copies { free(copy) } }
        return body(copies + [nil])
    }
}
