import Chance
import TestSupport
import Testing

@Suite("An integer drawn")
struct IntegerTests {
    @Test(
        "keeps the last word below the largest multiple, and drops the first above",
        arguments: [
            3, 6, 7, 100, 1_000_000_007, (1 << 63) - 1, (1 << 63) + 1, 3 << 62, .max,
        ] as [UInt64]
    )
    func rejection(_ bound: UInt64) {
        let space: UInt128 = 1 << 64
        let limit = UInt64(space / UInt128(bound) * UInt128(bound))

        var kept = ScriptedWords([limit - 1])
        #expect(kept.integer(below: UInt128(bound)) == UInt128(bound - 1))
        var dropped = ScriptedWords([limit, .max, 1])
        #expect(dropped.integer(below: UInt128(bound)) == 1)
        #expect(dropped.left == [])
    }

    @Test("takes every word where the bound divides 2^64", arguments: [0, 1, 2, 1 << 32, 1 << 63])
    func everyWord(_ bound: UInt64) {
        var source = ScriptedWords([.max, 5])

        #expect(source.integer(below: UInt128(bound)) == UInt128(max(bound, 1) - 1))
        #expect(source.left == [5])
    }

    @Test("takes two words above 2^64, the higher half first, and drops both together")
    func twoWords() {
        let (bound, half, top) = (UInt128(3) << 126, UInt128(1) << 64, UInt128(1) << 127)
        var kept = ScriptedWords([(3 << 62) - 1, .max])
        var dropped = ScriptedWords([3 << 62, 0, .max, .max, 1, 2])
        var whole = ScriptedWords([7, 9])
        var plain = ScriptedWords([.max, .max, 1 << 63, 5, 8])

        #expect(kept.integer(below: bound) == bound - 1)
        #expect(dropped.integer(below: bound) == half + 2)
        #expect(whole.integer(below: half) == 7)
        #expect(whole.left == [9])
        #expect(plain.integer(below: .max) == top + 5)
        #expect(plain.left == [8])
    }

    @Test("is below its bound, whatever the bound, and nothing traps")
    func anyBound() {
        var random = SeededGenerator(for: "anyBound")
        var source = SeededSource(seed: random.next())
        var stream = Terms().stream
        for _ in 0..<4_000 {
            let random = UInt128(random.next()) << 64 | UInt128(random.next())
            let bound = random >> (random % 128)
            #expect(source.integer(below: bound) < max(bound, 1))
            #expect(stream.integer(below: bound) < max(bound, 1))
        }
        for bound in oddBounds {
            #expect(source.integer(below: bound) < max(bound, 1))
        }
        for count in [.min, -1, 0, 1, .max] as [Int] {
            #expect((0..<max(count, 1)).contains(source.index(below: count)))
        }
    }

    @Test("comes again from the same seed, as the generator's authors say")
    func seeded() {
        var (one, other) = (SeededSource(seed: 0), SeededSource(seed: 0))

        #expect(one.integers(below: oddBounds) == other.integers(below: oddBounds))
        // The state of SplitMix64 from 0, and one step of xoshiro256** by hand.
        var fresh = SeededSource(seed: 0)
        #expect(fresh.word() == 0x99EC_5F36_CB75_F2B4)
    }
}

@Suite("A shuffle")
struct ShuffleTests {
    @Test("reaches each of the orders by exactly one way of drawing")
    func everyOrder() {
        var seen: [[Int]: Int] = [:]
        for third in UInt64(0)..<4 {
            for second in UInt64(0)..<3 {
                for first in UInt64(0)..<2 {
                    var source = ScriptedWords([third, second, first])
                    seen[source.shuffled([0, 1, 2, 3]), default: 0] += 1
                    #expect(source.left == [])
                }
            }
        }

        #expect(seen.count == 24)
        #expect(seen.values.allSatisfy { $0 == 1 })
    }

    @Test("draws n - 1 integers for n elements, none for one and none for nothing")
    func integers() {
        var terms = Terms()
        terms.nonce = 2
        var nine = terms.stream
        var (one, none) = (terms.stream, terms.stream)

        #expect(nine.shuffled(Array(0..<9)) == [7, 2, 1, 4, 0, 6, 8, 3, 5])
        #expect(nine.drawn.count == 8)
        #expect(one.shuffled(["a"]) == ["a"])
        #expect(none.shuffled([Int]()) == [])
        #expect(one.drawn + none.drawn == [])
    }
}
