import Primitives
import Testing

@Suite("An amount of points")
struct PointsTests {
    struct Sum: Sendable {
        let left: Int64
        let right: Int64
        let sum: Int64?
    }

    @Test(
        "is added exactly, or not at all where 64 bits end",
        arguments: [
            Sum(left: 0, right: 0, sum: 0),
            Sum(left: 100, right: -30, sum: 70),
            Sum(left: .max, right: 0, sum: .max),
            Sum(left: .max - 1, right: 1, sum: .max),
            Sum(left: .max, right: 1, sum: nil),
            Sum(left: .max, right: .max, sum: nil),
            Sum(left: .min, right: -1, sum: nil),
            Sum(left: .min + 1, right: -1, sum: .min),
            Sum(left: .min, right: .max, sum: -1),
        ]
    )
    func adding(row: Sum) {
        #expect(Points(row.left).adding(Points(row.right))?.value == row.sum)
        #expect(Points(row.right).adding(Points(row.left))?.value == row.sum)
        guard let sum = row.sum else { return }
        #expect(Points(sum).subtracting(Points(row.right)) == Points(row.left))
    }

    @Test(
        "is subtracted exactly, or not at all where 64 bits end",
        arguments: [
            Sum(left: 5, right: 7, sum: -2),
            Sum(left: .min, right: 1, sum: nil),
            Sum(left: .min, right: -1, sum: .min + 1),
            Sum(left: 0, right: .min, sum: nil),
            Sum(left: -1, right: .min, sum: .max),
            Sum(left: .max, right: -1, sum: nil),
            Sum(left: .max, right: .max, sum: 0),
        ]
    )
    func subtracting(row: Sum) {
        #expect(Points(row.left).subtracting(Points(row.right))?.value == row.sum)
    }

    @Test("is ordered and printed as its whole number")
    func orderAndText() {
        #expect(Points(-1) < .zero)
        #expect(Points(.max) > Points(.max - 1))
        #expect("\(Points(-12))" == "-12")
    }

    @Test("of the largest movement is 10^12, of the largest balance 2^53 - 1")
    func largest() {
        #expect("\(Points.largestMovement)" == "1000000000000")
        #expect("\(Points.largestBalance)" == "9007199254740991")
        #expect(Double(Points.largestBalance.value) + 1 == 9_007_199_254_740_992)
    }
}
