import Primitives

extension Measure {
    static func canonical(
        _ quantity: Quantity,
        _ types: Set<EventType>,
        _ tests: Set<AttributeTest>,
        _ countsRewards: Bool,
        _ span: Span
    ) -> String {
        let parts = [
            quantity.canonical, types.map(\.text).sorted().joined(separator: ","),
            tests.map(\.canonical).sorted().joined(separator: ";"), countsRewards ? "1" : "0",
            span.canonical,
        ]
        return parts.map { "\($0.utf8.count):\($0)" }.joined()
    }
}

extension Measure.Quantity {
    fileprivate var canonical: String {
        switch self {
        case .count: "count"
        case .sum(let name): "sum \(name)"
        case .distinct(let name): "distinct \(name)"
        case .maximum(let name): "maximum \(name)"
        case .longestStreak: "streak"
        }
    }
}

extension AttributeTest {
    fileprivate var canonical: String {
        switch question {
        case .isOneOf(let values):
            let items = values.map { "\($0.item.utf8.count):\($0.item)" }.sorted()
            return "\(name) in \(items.joined())"
        case .isWithin(let bounds):
            return "\(name) from \(bounds.lowerBound) to \(bounds.upperBound)"
        }
    }
}

extension Span {
    /// A text that is equal for equal spans alone.
    package var canonical: String {
        switch self {
        case .lifetime: "lifetime"
        case .day: "day"
        case .week: "week"
        case .month: "month"
        case .rolling(let days): "rolling \(days)"
        case .campaign(let days):
            "from \(days.lowerBound.daysSinceEpoch) to \(days.upperBound.daysSinceEpoch)"
        }
    }
}
