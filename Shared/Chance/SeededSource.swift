/// A fast generator for simulations and tests, which draws the same again from the same seed.
///
/// It is xoshiro256** of D. Blackman and S. Vigna, its state filled by their SplitMix64. Its words
/// can be foretold from a few of them, so no member's draw may come from it.
package struct SeededSource: Sendable {
    private var state: SIMD4<UInt64>

    /// Begins with a seed.
    package init(seed: UInt64) {
        var seed = seed
        state = .zero
        for place in 0..<state.scalarCount {
            seed &+= 0x9E37_79B9_7F4A_7C15
            var word = seed
            word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
            word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
            state[place] = word ^ (word >> 31)
        }
    }
}

extension SeededSource: WordSource {
    /// The next 64 bits.
    package mutating func word() -> UInt64 {
        let result = Self.rotate(state[1] &* 5, by: 7) &* 9
        let shifted = state[1] << 17
        state[2] ^= state[0]
        state[3] ^= state[1]
        state[1] ^= state[2]
        state[0] ^= state[3]
        state[2] ^= shifted
        state[3] = Self.rotate(state[3], by: 45)
        return result
    }

    private static func rotate(_ word: UInt64, by places: UInt64) -> UInt64 {
        word << places | word >> (64 - places)
    }
}
