import Foundation

/// Random numbers for a randomised test, which a failing run can be repeated with.
///
/// It is SplitMix64; its seed is `JIFEN_TEST_SEED`, or else a fresh one that is printed.
package struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    /// Begins with the seed and prints it under the test's name.
    package init(for test: String) {
        self.init(seed: Self.seed(for: test))
    }

    /// Begins with a seed, as each of several that share one seed does.
    package init(seed: UInt64) {
        state = seed
    }

    /// The seed of this run, which is printed under the test's name.
    package static func seed(for test: String) -> UInt64 {
        let given = ProcessInfo.processInfo.environment["JIFEN_TEST_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0...UInt64.max)
        FileHandle.standardError.write(Data("\(test): JIFEN_TEST_SEED=\(seed)\n".utf8))
        return seed
    }

    /// The next 64 bits.
    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
