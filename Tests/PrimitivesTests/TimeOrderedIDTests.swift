import Primitives
import TestSupport
import Testing

@Suite("A time-ordered id")
struct TimeOrderedIDTests {
    @Test("is the UUID of the example in RFC 9562, appendix A.6")
    func example() {
        let id = TimeOrderedID(
            at: Instant(milliseconds: 0x017F_22E2_79B0),
            random: (0xCC3, 0x18C4_DC0C_0C07_398F)
        )
        #expect("\(id)" == "017f22e2-79b0-7cc3-98c4-dc0c0c07398f")
        #expect(
            id.bytes == [
                0x01, 0x7F, 0x22, 0xE2, 0x79, 0xB0, 0x7C, 0xC3, 0x98, 0xC4, 0xDC, 0x0C, 0x0C, 0x07,
                0x39, 0x8F,
            ]
        )
    }

    @Test("carries version 7 and the variant of RFC 9562, and is read back, whatever it is of")
    func roundTrips() throws {
        var generator = SeededGenerator(for: "TimeOrderedIDTests.roundTrips")
        for _ in 0..<5000 {
            let instant = Instant(
                milliseconds: Int64.random(in: 0...0xFFFF_FFFF_FFFF, using: &generator)
            )
            let id = TimeOrderedID(at: instant, random: (generator.next(), generator.next()))
            let bytes = id.bytes
            try #require(bytes[6] >> 4 == 7)
            try #require(bytes[8] >> 6 == 0b10)
            try #require(bytes[0..<6].reduce(0) { $0 << 8 | Int64($1) } == instant.milliseconds)
            try #require(TimeOrderedID(bytes: bytes) == id)
            try #require(TimeOrderedID(id.description) == id)
        }
    }

    @Test("uses all 74 random bits")
    func randomBits() {
        let zeros = TimeOrderedID(at: Instant(milliseconds: 0), random: (0, 0))
        let ones = TimeOrderedID(at: Instant(milliseconds: 0), random: (.max, .max))
        #expect("\(zeros)" == "00000000-0000-7000-8000-000000000000")
        #expect("\(ones)" == "00000000-0000-7fff-bfff-ffffffffffff")
    }

    @Test("sorts by its instant, as bytes and as text")
    func order() throws {
        var generator = SeededGenerator(for: "TimeOrderedIDTests.order")
        for _ in 0..<2000 {
            let time = Int64.random(in: 0...0xFFFF_FFFF_FFFE, using: &generator)
            let earlier = TimeOrderedID(
                at: Instant(milliseconds: time),
                random: (generator.next(), generator.next())
            )
            let later = TimeOrderedID(
                at: Instant(milliseconds: time + 1),
                random: (generator.next(), generator.next())
            )
            try #require(earlier.bytes.lexicographicallyPrecedes(later.bytes))
            try #require(earlier.description < later.description)
        }
    }

    @Test("of an instant before 1970 counts as of 1970")
    func beforeEpoch() {
        let id = TimeOrderedID(at: Instant(milliseconds: -5), random: (0, 0))
        #expect(id == TimeOrderedID(at: Instant(milliseconds: 0), random: (0, 0)))
    }

    @Test(
        "is refused where the text is not 36 characters in lower case",
        arguments: [
            "", "017f22e279b07cc398c4dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
            "017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", "017F22E2-79B0-7CC3-98C4-DC0C0C07398F",
            "017f22e27-9b0-7cc3-98c4-dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
            "017f22e2079b007cc3098c40dc0c0c07398f", "017f22e2-79b0-7cc3-98c4-dc0c0c07398é",
            "{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", "------------------------------------",
        ]
    )
    func badText(text: String) {
        #expect(TimeOrderedID(text) == nil)
    }

    @Test("is refused where there are not 16 bytes", arguments: [0, 15, 17])
    func badBytes(count: Int) {
        #expect(TimeOrderedID(bytes: Array(repeating: 0x70, count: count)) == nil)
    }
}
