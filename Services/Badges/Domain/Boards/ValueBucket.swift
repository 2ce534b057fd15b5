/// Values that are equal but for some of their lowest bits, whose members are counted together.
///
/// Each bucket lies in one that is 256 times as large. The members with a value above some other
/// are those of at most 255 buckets of each size, so a rank is found without looking at members.
package struct ValueBucket: Hashable, Sendable {
    /// How many of the lowest bits may differ: a multiple of 8.
    package let shift: Int64
    /// What the other bits are.
    package let prefix: Int64

    /// The bucket of all values.
    package static let all = ValueBucket(shift: 64, prefix: 0)

    /// Names a bucket.
    package init(shift: Int64, prefix: Int64) {
        self.shift = shift
        self.prefix = prefix
    }

    private static let fanOut: Int64 = 256
    private static let shifts: [Int64] = [0, 8, 16, 24, 32, 40, 48, 56]

    /// The buckets whose counts a value belongs to: none for 0 and below, else that of all values
    /// and those whose prefix is not 0, as nothing lies below the others.
    package static func holding(_ value: Int64) -> Set<ValueBucket> {
        guard value > 0 else { return [] }
        let proper = shifts.lazy.map { ValueBucket(shift: $0, prefix: value >> $0) }
        return Set(proper.filter { $0.prefix > 0 }).union([.all])
    }

    /// The buckets that hold all values above one, and no lower ones; of each shift the prefixes.
    ///
    /// - Parameters:
    ///   - value: The value, at least 0.
    ///   - largest: The largest value that there is; buckets above it are left out.
    /// - Returns: The shifts and their prefixes.
    package static func above(
        _ value: Int64,
        upTo largest: Int64
    ) -> [(shift: Int64, prefixes: ClosedRange<Int64>)] {
        shifts.compactMap { shift in
            let own = value >> shift
            let last = min(own | (fanOut - 1), largest >> shift)
            return own < last ? (shift, (own + 1)...last) : nil
        }
    }
}
