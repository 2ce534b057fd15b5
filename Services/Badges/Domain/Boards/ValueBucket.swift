/// Values that are equal but for some of their lowest bits, whose members are counted together.
///
/// Each bucket lies in one that is 256 times as large. The members with a value above some other
/// are those of few buckets of each size, so a rank is found without looking at members.
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

    /// Buckets of one size that follow one another.
    package struct Run: Hashable, Sendable {
        /// How many of the lowest bits may differ within each of them.
        package let shift: Int64
        /// What their other bits are.
        package let prefixes: ClosedRange<Int64>
        /// Whether their members are taken away from those of larger buckets, and not added.
        package let isTaken: Bool
    }

    /// The buckets by which the members with a value above one are counted.
    ///
    /// Of a larger bucket in which the value lies, either the smaller ones above the value are
    /// added, or the whole is, and those that are not above it are taken away: whichever are fewer.
    ///
    /// - Parameters:
    ///   - value: The value, at least 0.
    ///   - largest: The largest value that there is; buckets above it are left out.
    /// - Returns: The buckets, at most one run of each size.
    package static func above(_ value: Int64, upTo largest: Int64) -> [Run] {
        var runs: [Run] = []
        // Whether the bucket in which the value lies is added too.
        var isWhole = false
        for shift in shifts {
            let own = value >> shift
            // The first 256 buckets of a size are in no larger one, as nothing lies below it.
            let first = own & ~(fanOut - 1)
            let last = min(own | (fanOut - 1), largest >> shift)
            let added = last - own + (isWhole ? 1 : 0)
            let taken = own - first + (isWhole ? 0 : 1)
            if first > 0, taken < added {
                isWhole = true
                guard taken > 0 else { continue }
                let prefixes = first...(first + taken - 1)
                runs.append(Run(shift: shift, prefixes: prefixes, isTaken: true))
            } else {
                isWhole = false
                guard added > 0 else { continue }
                let prefixes = (last - added + 1)...last
                runs.append(Run(shift: shift, prefixes: prefixes, isTaken: false))
            }
        }
        return runs
    }
}
