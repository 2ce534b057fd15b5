/// How much the events of one day, or of one value, add up to in one period of a measure.
package struct Mark: Hashable, Sendable {
    /// The day, or the value.
    package let place: Int64
    /// The value that is told from others, or empty.
    package let item: String
    /// How much, from 1 on.
    package let amount: Int64

    /// Describes a mark.
    package init(place: Int64, item: String = "", amount: Int64) {
        self.place = place
        self.item = item
        self.amount = amount
    }
}

extension Measure {
    /// What the marks of one period come to; 0 for none.
    package func value(of marks: [Mark]) -> Int64 {
        switch (quantity, span) {
        case (.maximum, _): marks.map(\.place).max() ?? 0
        case (.longestStreak, _): Self.longestRun(of: marks)
        case (.distinct, .rolling(let days)): Self.mostItems(in: days, of: marks)
        case (.distinct, _): Int64(Set(marks.map(\.item)).count)
        case (_, .rolling(let days)): Self.largestSum(in: days, of: marks)
        case (.count, _), (.sum, _): marks.reduce(0) { $0.addingClamped($1.amount) }
        }
    }

    /// Which places decide what a new mark comes to; nil where none but its own does.
    package func neighbourhood(of place: Int64) -> ClosedRange<Int64>? {
        let reach: Int64
        switch (quantity, span) {
        case (.longestStreak, _): reach = Self.longestStreak
        case (.maximum, _): return nil
        case (_, .rolling(let days)): reach = days - 1
        default: return nil
        }
        return place.addingClamped(-reach)...place.addingClamped(reach)
    }

    private static func longestRun(of marks: [Mark]) -> Int64 {
        var longest: Int64 = 0
        var run: Int64 = 0
        var former: Int64?
        for place in Set(marks.map(\.place)).sorted() {
            run = former?.addingClamped(1) == place ? run + 1 : 1
            longest = max(longest, run)
            former = place
        }
        return min(longest, longestStreak)
    }

    private static func largestSum(in days: Int64, of marks: [Mark]) -> Int64 {
        let sorted = marks.sorted { $0.place < $1.place }
        var largest: Int64 = 0
        var sum: Int64 = 0
        var first = 0
        for mark in sorted {
            sum = sum.addingClamped(mark.amount)
            while sorted[first].place <= mark.place.addingClamped(-days) {
                sum = sum.addingClamped(-sorted[first].amount)
                first += 1
            }
            largest = max(largest, sum)
        }
        return largest
    }

    private static func mostItems(in days: Int64, of marks: [Mark]) -> Int64 {
        let sorted = marks.sorted { $0.place < $1.place }
        var most = 0
        var held: [String: Int] = [:]
        var first = 0
        for mark in sorted {
            held[mark.item, default: 0] += 1
            while sorted[first].place <= mark.place.addingClamped(-days) {
                let item = sorted[first].item
                held[item] = held[item].flatMap { $0 > 1 ? $0 - 1 : nil }
                first += 1
            }
            most = max(most, held.count)
        }
        return Int64(most)
    }
}

extension Int64 {
    /// The sum, or the end of 64 bits that it would pass.
    package func addingClamped(_ other: Int64) -> Int64 {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? (other < 0 ? .min : .max) : sum
    }
}
