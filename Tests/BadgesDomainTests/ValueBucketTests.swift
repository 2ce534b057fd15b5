import BadgesDomain
import TestSupport
import Testing

@Suite("Ranks by counts of values")
struct ValueBucketTests {
    /// How many of some values are larger than one, by the counts of their buckets.
    private func larger(than value: Int64, of values: [Int64]) -> Int64 {
        var counts: [ValueBucket: Int64] = [:]
        for bucket in values.flatMap(ValueBucket.holding) { counts[bucket, default: 0] += 1 }
        return ValueBucket.above(value, upTo: values.max() ?? 0).reduce(0) { sum, above in
            counts.reduce(sum) { sum, count in
                let isAbove =
                    count.key.shift == above.shift && above.prefixes.contains(count.key.prefix)
                return isAbove ? sum + (above.isTaken ? -count.value : count.value) : sum
            }
        }
    }

    @Test("at the edges of every size of bucket")
    func edges() {
        let edges = (0..<63).map { Int64(1) << $0 }
        let near: [Int64] = edges.flatMap { [$0 - 1, $0, $0 + 1] }
        let values: [Int64] = near.filter { $0 > 0 } + [.max, .max - 1]
        for value in [0] + values {
            let expected = Int64(values.count { $0 > value })
            #expect(larger(than: value, of: values) == expected, "\(value)")
        }
    }

    @Test("of random values, small ones and large ones", arguments: 0..<20)
    func random(run: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let largest = Int64(1) << Int64.random(in: 1...62, using: &random)
        let values = (0..<300).map { _ in Int64.random(in: 1...largest, using: &random) }
        for value in values.prefix(40) + [0, largest] {
            let expected = Int64(values.count { $0 > value })
            #expect(larger(than: value, of: values) == expected, "seed \(seed), \(value)")
        }
    }

    @Test(
        "by the fewer of those above within a larger one and those that are not",
        arguments: [
            (500, 10_000, ["+0:501-511", "+8:2-39"]), (300, 10_000, ["-0:256-300", "+8:1-39"]),
            (511, 10_000, ["+8:2-39"]), (40, 10_000, ["+0:41-255", "+8:1-39"]),
            (65_546, 200_000, ["-0:65536-65546", "+16:1-3"]), (300, 300, []), (300, 7, []),
        ] as [(Int64, Int64, [String])]
    )
    func fewer(value: Int64, largest: Int64, expected: [String]) {
        let runs = ValueBucket.above(value, upTo: largest).map { run in
            let sign = run.isTaken ? "-" : "+"
            return "\(sign)\(run.shift):\(run.prefixes.lowerBound)-\(run.prefixes.upperBound)"
        }
        #expect(runs == expected)
    }

    @Test("nothing is in no bucket, and all else in that of all")
    func all() {
        #expect(ValueBucket.holding(0).isEmpty)
        #expect(ValueBucket.holding(-1).isEmpty)
        for value in [1, 255, 256, .max] as [Int64] {
            #expect(ValueBucket.holding(value).contains(.all), "\(value)")
        }
        #expect(ValueBucket.holding(255).count == 2)
        #expect(ValueBucket.holding(256).count == 3)
        #expect(ValueBucket.holding(.max).count == 9)
    }
}
