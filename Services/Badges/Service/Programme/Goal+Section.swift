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
            let goals = reader.list(name, atMost: largest) { read(&$0, depth: depth + 1) }
            if goals.isEmpty { reader.fault(at: name, "must have at least one sound goal") }
            return make(goals)
        }
        let span = Span.read(&reader)
        let least = reader.requiredInteger("atLeast", in: 1...Points.largestBalance.value)
        let measure = Measure.read(&reader, over: span ?? .lifetime)
        guard span != nil, let least, let measure else { return nil }
        if measure.quantity == .longestStreak, least > Measure.longestStreak {
            reader.fault(at: "atLeast", "must be at most \(Measure.longestStreak) days")
            return nil
        }
        return .reach(measure, atLeast: least)
    }
}

extension Span {
    private enum Period: String, CaseIterable {
        case day, week, month
    }

    /// `each`, `within` or `between`; the member's life where there is none, nil for a fault.
    fileprivate static func read(_ reader: inout SectionReader) -> Span? {
        let named = ["each", "within", "between"].filter(reader.has)
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
