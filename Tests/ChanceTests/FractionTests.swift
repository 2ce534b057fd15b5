import Chance
import TestSupport
import Testing

@Suite("An exact fraction of odds")
struct FractionTests {
    @Test("is in lowest terms, so that equal fractions are equal")
    func lowest() {
        #expect(Fraction(50, over: 100) == Fraction(1, over: 2))
        #expect(Fraction(0, over: 7) == .zero)
        #expect(Fraction(.max, over: .max) == .one)
        #expect(Fraction(6, over: 2) == Fraction(3))
        #expect(Fraction(1, over: 0) == nil)
        #expect(Fraction(0, over: 0) == nil)
    }

    @Test("adds, subtracts and multiplies exactly, or not at all")
    func arithmetic() {
        let tiny = Fraction.of(1, .max)

        #expect(Fraction.of(1, 6).adding(.of(1, 10)) == .of(4, 15))
        #expect(Fraction.of(4, 15).subtracting(.of(1, 10)) == .of(1, 6))
        #expect(Fraction.of(2, 3).times(.of(3, 4)) == .of(1, 2))
        #expect(Fraction.of(1, 3).subtracting(.of(1, 2)) == nil)
        #expect(Fraction(.max).adding(.one) == nil)
        #expect(Fraction(.max).times(.of(2, 1)) == nil)
        #expect(Fraction(.max).times(tiny) == .one)
        #expect(tiny.adding(.of(1, .max - 1)) == nil)
        #expect(tiny.times(.of(1, 2)) == nil)
        #expect(tiny.adding(tiny) == .of(2, .max))
    }

    @Test("is ordered by value, also where the products leave 128 bits")
    func order() {
        #expect(Fraction.of(1, 3) < .of(334, 1000))
        #expect(Fraction.of(1, .max) < .of(1, .max - 1))
        #expect(Fraction.of(.max - 1, .max) < .one)
        #expect(Fraction.of(.max - 2, .max - 1) < .of(.max - 1, .max))
        #expect(!(Fraction.of(2, 4) < .of(1, 2)))
        #expect(Fraction(.max) > Fraction(.max - 1))
    }

    @Test(
        "is shown in percent, rounded once, half to even",
        arguments: [
            Shown(1, 3, 2, "33.33"), Shown(2, 3, 2, "66.67"), Shown(1, 8, 2, "12.50"),
            Shown(1, 8, 0, "12"), Shown(3, 8, 0, "38"), Shown(1, 200, 0, "0"),
            Shown(3, 200, 0, "2"),
            Shown(1, 2_000, 1, "0.0"), Shown(3, 2_000, 1, "0.2"), Shown(2_001, 4_000_000, 1, "0.1"),
            Shown(0, 1, 3, "0.000"), Shown(1, 1, 0, "100"), Shown(1, 1, 2, "100.00"),
            Shown(999_999, 1_000_000, 2, "100.00"), Shown(995, 1_000, 0, "100"),
            Shown(.max - 1, .max, 5, "100.00000"), Shown(1, .max, 40, "0." + zeros(36) + "2939"),
            Shown(.max, 1, 1, "34028236692093846346337460743176821145500.0"),
            Shown(1, 7, -5, "14"), Shown(1, 2, 99, "50." + zeros(60)),
        ]
    )
    func percent(_ shown: Shown) {
        #expect(shown.fraction.percentText(digits: shown.digits) == shown.text)
    }

    @Test("compares and computes as whole numbers do over one denominator")
    func random() {
        var random = SeededGenerator(for: "fractions")
        for _ in 0..<2_000 {
            let below = UInt128(random.next() >> 32) + 1
            let (left, right) = (UInt128(random.next() >> 8), UInt128(random.next() >> 8))
            let (one, other) = (Fraction.of(left, below), Fraction.of(right, below))
            #expect((one < other) == (left < right))
            #expect(one.adding(other) == .of(left + right, below))
            #expect(
                max(one, other).subtracting(min(one, other))
                    == .of(
                        max(left, right) - min(left, right),
                        below
                    )
            )
            #expect(one.times(other) == .of(left * right, below * below))
        }
    }

    struct Shown: Sendable {
        let fraction: Fraction
        let digits: Int
        let text: String

        init(_ numerator: UInt128, _ denominator: UInt128, _ digits: Int, _ text: String) {
            fraction = .of(numerator, denominator)
            self.digits = digits
            self.text = text
        }
    }

    private static func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }
}

extension Fraction {
    fileprivate static func of(_ numerator: UInt128, _ denominator: UInt128) -> Fraction {
        guard let fraction = Fraction(numerator, over: denominator) else {
            preconditionFailure("no fraction")
        }
        return fraction
    }
}
