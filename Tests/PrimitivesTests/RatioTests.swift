import Primitives
import Testing

@Suite("An exact fraction")
struct RatioTests {
    @Test("is in lowest terms, so that equal fractions are equal")
    func lowest() {
        #expect(Ratio(50, over: 100) == Ratio(1, over: 2))
        #expect(Ratio(0, over: 7) == .zero)
        #expect(Ratio(7, over: 7) == .one)
        #expect(Ratio(.max, over: .max) == .one)
    }

    @Test("does not exist below 0 or over nothing")
    func impossible() {
        #expect(Ratio(-1, over: 2) == nil)
        #expect(Ratio(1, over: 0) == nil)
        #expect(Ratio(1, over: -2) == nil)
        #expect(Ratio(.min, over: .min) == nil)
        #expect(Ratio.floor(5, times: 1, over: 0) == nil)
    }

    @Test("multiplies exactly, or not at all")
    func product() {
        let large = Ratio.of(.max)
        let small = Ratio.of(1, per: .max)

        #expect(Ratio.of(2, per: 3).times(.of(3, per: 4)) == .of(1, per: 2))
        #expect(large.times(small) == .one)
        #expect(large.times(.of(2)) == nil)
        #expect(small.times(.of(1, per: 2)) == nil)
        #expect(large.times(.zero) == .zero)
    }

    @Test("is ordered by value, and takes its part of an amount rounded down")
    func orderAndFloor() {
        #expect(Ratio.of(1, per: 3) < .of(334, per: 1000))
        #expect(Ratio.of(.max) > .of(.max - 1))
        #expect(Ratio.of(2, per: 3).floor(of: 2) == 1)
        #expect(Ratio.of(.max).floor(of: 1) == .max)
        #expect(Ratio.of(.max).floor(of: 2) == nil)
    }
}

extension Ratio {
    fileprivate static func of(_ numerator: Int64, per denominator: Int64 = 1) -> Ratio {
        guard let ratio = Ratio(numerator, over: denominator) else {
            preconditionFailure("no ratio")
        }
        return ratio
    }
}
