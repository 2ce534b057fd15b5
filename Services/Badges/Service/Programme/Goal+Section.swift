import BadgesDomain
import Primitives
import Sections
import Wire

extension Goal {
    /// How deep goals may lie in one another, and how many parts one may have.
    private static let deepest = 4
    private static let largest = 16

    /// The goal that must stand under a name.
    static func read(_ name: String, of reader: inout SectionReader) -> Goal? {
        guard reader.has(name) else {
            reader.fault(at: name, "is missing")
            return nil
        }
        let goal = reader.nested(name) { read(&$0, depth: 1) }
        if let goal, goal.progress({ _ in 0 }).count > largest {
            reader.fault(at: name, "has more than \(largest) parts")
            return nil
        }
        return goal
    }

    /// `{all: [GOAL, …]}`, `{any: [GOAL, …]}`, or a measure with `atLeast` and one of
    /// `each: day|week|month`, `within: DAYS`, `between: {from, to}` where it is not counted over
    /// the member's life.
    private static func read(_ reader: inout SectionReader, depth: Int) -> Goal? {
        for (name, make) in [("all", Goal.all), ("any", Goal.any)] where reader.has(name) {
            guard depth < deepest else {
                _ = reader.take(name)
                reader.fault(at: name, "lies deeper than \(deepest) goals in one another")
                return nil
            }
            for other in reader.names where other != name {
                _ = reader.take(other)
                reader.fault(at: other, "cannot stand beside \(name)")
            }
            guard let count = reader.take(name)?.elements?.count, (1...largest).contains(count)
            else {
                reader.fault(at: name, "must be a list of 1 to \(largest) goals")
                return nil
            }
            return make(reader.list(name, atMost: largest) { read(&$0, depth: depth + 1) })
        }
        let span = Span.read(&reader)
        let least = reader.requiredInteger("atLeast", in: 1...Points.largestBalance.value)
        let measure = Measure.read(&reader, over: span ?? .lifetime)
        guard span != nil, let least, let measure else { return nil }
        if measure.quantity == .longestStreak, least > measure.span.longestStreak {
            let most = measure.span.longestStreak
            reader.fault(at: "atLeast", "must be at most \(most), as no streak is longer there")
            return nil
        }
        return .reach(measure, atLeast: least)
    }
}

extension Span {
    private enum Period: String, CaseIterable {
        case day, week, month
    }

    /// The longest streak of days that one of its periods can have.
    fileprivate var longestStreak: Int64 {
        switch self {
        case .lifetime, .rolling: Measure.longestStreak
        case .day: 1
        case .week: 7
        case .month: 31
        case .campaign(let days):
            min(
                days.upperBound.daysSinceEpoch - days.lowerBound.daysSinceEpoch + 1,
                Measure.longestStreak
            )
        }
    }

    /// `each`, `within` or `between`; the member's life where there is none, nil for a fault.
    static func read(_ reader: inout SectionReader) -> Span? {
        let named = reader.names.filter(["each", "within", "between"].contains)
        guard named.count < 2 else {
            _ = named.map { reader.take($0) }
            reader.fault(at: named[1], "cannot stand beside \(named[0])")
            return nil
        }
        switch named.first {
        case "each":
            return reader.optionalWord("each", of: Period.allCases).map {
                switch $0 {
                case .day: .day
                case .week: .week
                case .month: .month
                }
            }
        case "within":
            return reader.integer("within", in: 2...366).map { .rolling(days: $0) }
        case "between": return reader.nested("between") { days(&$0) }.map { .campaign($0) }
        default: return .lifetime
        }
    }

    /// `{from, to}`, both days counted.
    static func days(_ reader: inout SectionReader) -> ClosedRange<CalendarDay>? {
        for name in ["from", "to"] where !reader.has(name) {
            reader.fault(at: name, "is missing")
        }
        guard let from = reader.day("from"), let to = reader.day("to") else { return nil }
        guard from <= to else {
            reader.fault(at: "to", "is before from")
            return nil
        }
        return from...to
    }
}
