import Foundation
import TestSupport

/// What epochs that are played at random begin with.
enum EpochSeeds {
    /// The seeds of a test's epochs: one that is printed, or as many as `JIFEN_TEST_ROUNDS` says,
    /// of which the first is printed and the others follow from it.
    static func all(for test: String) -> [UInt64] {
        let rounds = ProcessInfo.processInfo.environment["JIFEN_TEST_ROUNDS"].flatMap { Int($0) }
        let first = SeededGenerator.seed(for: test)
        var others = SeededGenerator(seed: first)
        return [first] + (1..<max(1, rounds ?? 1)).map { _ in others.next() }
    }
}
