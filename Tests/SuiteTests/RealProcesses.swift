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

    /// The seed of a randomised test, which it prints.
    static func seed(of test: String) -> UInt64 {
        let seed = number("JIFEN_TEST_SEED") ?? Int.random(in: 1...1_000_000_000)
        print("\(test): JIFEN_TEST_SEED=\(seed)")
        return UInt64(seed.magnitude)
    }

    private static func number(_ name: String) -> Int? {
        ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
    }
}

/// The generator SplitMix64, so that a seed repeats a plan.
struct SplitMix: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
