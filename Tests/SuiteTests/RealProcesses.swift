import Foundation
import Testing

/// The tests that start executables of the build; one after the other, so that each has the
/// machine that its load needs.
@Suite("Real processes", .serialized, .timeLimit(.minutes(4 + RunOptions.kills / 100)))
struct RealProcesses {}

/// What the environment says about a run of these tests.
enum RunOptions {
    /// How often a drill kills the service, at least once.
    static let kills = max(1, number("JIFEN_TEST_KILLS") ?? 50)

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }
}
