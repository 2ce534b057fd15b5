import BadgesDomain
import Primitives
import TestSupport
import Testing

@Suite("Counts of days that follow one another")
struct RollingTests {
    private static let type = EventType(validated: "a")
    private static let count = Measure(.count, of: [type], over: .rolling(days: 7))
    private static let amount = AttributeName(validated: "amount")
    private static let sum = Measure(.sum(amount), of: [type], over: .rolling(days: 7))
    private static let kinds = Measure(.distinct(amount), of: [type], over: .rolling(days: 7))

    private static func events(_ days: [Int64], _ amounts: [Int64]) -> [MemberEvent] {
        zip(days, amounts).map { day, amount in
            MemberEvent(
                type,
                on: CalendarDay(daysSinceEpoch: day),
                at: Instant(milliseconds: 0),
                [Self.amount: .integer(amount)]
            )
        }
    }

    /// What the three measures come to.
    private func values(_ days: [Int64], _ amounts: [Int64]) -> [Int64] {
        let events = Self.events(days, amounts)
        let measures = [Self.count, Self.sum, Self.kinds]
        let count = MemberCount(of: events, by: measures)
        return measures.map { count.best(of: $0) }
    }

    @Test(
        "the day six days later is within seven days, the one seven days later is not",
        arguments: [
            ([0], [5], [1, 5, 1]), ([0, 6], [5, 4], [2, 9, 2]), ([0, 7], [5, 4], [1, 5, 1]),
            ([0, 1, 6, 7], [1, 2, 3, 9], [3, 14, 3]), ([-3, 3], [5, 5], [2, 10, 1]),
            ([-4, 3], [5, 6], [1, 6, 1]), ([0, 0, 0], [2, 2, 3], [3, 7, 2]),
            // Two windows that share a day, and one that is full.
            ([0, 6, 12], [1, 1, 1], [2, 2, 1]), ([0, 1, 2, 3, 4, 5, 6, 7], [], [0, 0, 0]),
            (Array(0...7), Array(repeating: 1, count: 8), [7, 7, 1]), ([], [], [0, 0, 0]),
        ] as [([Int64], [Int64], [Int64])]
    )
    func edges(days: [Int64], amounts: [Int64], expected: [Int64]) {
        #expect(values(days, amounts) == expected)
        // Whatever the order in which they come.
        #expect(values(days.reversed(), amounts.reversed()) == expected)
    }

    @Test("what is undone takes the window with it that it made the best")
    func undone() {
        let days: [Int64] = [0, 3, 6, 20, 26]
        let amounts: [Int64] = [1, 2, 3, 4, 5]
        #expect(values(days, amounts) == [3, 9, 3])
        for (gone, expected) in [(1, [2, 9, 2]), (4, [3, 6, 3]), (0, [2, 9, 2])] {
            var (left, rest) = (days, amounts)
            left.remove(at: gone)
            rest.remove(at: gone)
            #expect(values(left, rest) == expected.map(Int64.init))
        }
    }

    @Test("only what lies near a mark can come to more by it")
    func neighbourhood() {
        #expect(Self.count.neighbourhood(of: 100) == 94...106)
        #expect(Measure(.longestStreak, of: [Self.type]).neighbourhood(of: 0) == -1000...1000)
        #expect(Measure(.distinct(Self.amount), of: [Self.type]).neighbourhood(of: 100) == nil)
    }

    @Test("sums at the end of 64 bits stay there, and a window that moves on never traps")
    func huge() {
        let largest = Int64.max
        let marks = (0..<20 as Range<Int64>).map { Mark(place: $0, amount: largest) }
        #expect(Self.sum.value(of: marks) == largest)
    }

    @Test("random days come to what the plainest counting makes of them", arguments: 0..<50)
    func random(run: Int) {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let size = Int.random(in: 0...25, using: &random)
        let days = (0..<size).map { _ in Int64.random(in: -20...20, using: &random) }
        let amounts = (0..<size).map { _ in Int64.random(in: 1...4, using: &random) }
        var expected: [Int64] = [0, 0, 0]
        for start in -26...20 as ClosedRange<Int64> {
            let within = zip(days, amounts).filter { day, _ in day >= start && day < start + 7 }
            expected[0] = max(expected[0], Int64(within.count))
            expected[1] = max(expected[1], within.reduce(0) { $0 + $1.1 })
            expected[2] = max(expected[2], Int64(Set(within.map(\.1)).count))
        }
        #expect(values(days, amounts) == expected, "seed \(seed)")
    }
}
