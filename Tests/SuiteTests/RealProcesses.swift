import Foundation
import Glibc
import Testing

/// The tests that start executables of the build; one after the other, so that each has the
/// machine that its load needs.
@Suite("Real processes", .serialized, .timeLimit(.minutes(RunOptions.minutes)))
struct RealProcesses {}

/// What the environment says about a run of these tests.
enum RunOptions {
    /// How often a drill kills the service, at least once.
    static let kills = max(1, number("JIFEN_TEST_KILLS") ?? 50)

    /// How long the load lasts, or nil where it is one test among all others.
    static let loadMinutes = number("JIFEN_TEST_LOAD_MINUTES").map { min(1440, max(1, $0)) }

    /// How many purchases of the log are played as visits, from its first line on; 0 stands for
    /// all of them.
    static let visits = max(0, number("JIFEN_TEST_VISITS") ?? 4000)

    /// For how long the gateway is away while members check in, from a second to an hour.
    static let outage = Duration.seconds(
        min(3600, max(1, number("JIFEN_TEST_OUTAGE_SECONDS") ?? 1))
    )

    /// How long a test may take.
    static let minutes =
        4 + kills / 100 + (loadMinutes.map { 20 + $0 * 2 } ?? 0)
        + Int(outage.components.seconds) / 30 + (visits == 0 ? 20 : visits / 4000)

    /// Says how a long run stands, in a line of the file that `JIFEN_TEST_PROGRESS` names, since
    /// `swift test` may keep back what tests write; else in one of the standard error.
    static func tell(_ line: String) {
        let path = ProcessInfo.processInfo.environment["JIFEN_TEST_PROGRESS"]
        guard let file = path.flatMap({ fopen($0, "a") }) else {
            return FileHandle.standardError.write(Data("\(line)\n".utf8))
        }
        fputs("\(line)\n", file)
        fclose(file)
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }
}
