/// A source of uniform 64-bit words, from which unbiased integers are made by rejection.
package protocol WordSource: DrawSource {
    /// The next 64 bits.
    mutating func word() -> UInt64
}

extension WordSource {
    /// A uniform integer below the bound, 0 being taken for 1.
    ///
    /// A bound up to 2^64 takes one word, a larger one takes two, the first being the higher half.
    /// What lies above the largest multiple of the bound is rejected, and drawn anew; the rest
    /// modulo the bound is the integer.
    package mutating func integer(below bound: UInt128) -> UInt128 {
        uniform(below: bound)
    }

    /// As `integer(below:)`, for a source that does more than draw.
    mutating func uniform(below bound: UInt128) -> UInt128 {
        if let bound = UInt64(exactly: bound) { return UInt128(uniform(below: max(bound, 1))) }
        if bound == 1 << 64 { return UInt128(word()) }
        while true {
            let candidate = UInt128(word()) << 64 | UInt128(word())
            // The quick first comparison spares most draws the division.
            if candidate <= .max - bound || candidate <= .max - (0 &- bound) % bound {
                return candidate % bound
            }
        }
    }

    /// A uniform integer below a bound from 1 on.
    private mutating func uniform(below bound: UInt64) -> UInt64 {
        while true {
            let candidate = word()
            if candidate <= .max - bound || candidate <= .max - (0 &- bound) % bound {
                return candidate % bound
            }
        }
    }
}
