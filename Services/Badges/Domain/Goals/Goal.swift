/// What must be reached for something to be given.
package indirect enum Goal: Hashable, Sendable {
    /// A measure comes to so much, from 1 on.
    case reach(Measure, atLeast: Int64)
    /// All of these are reached; at least one.
    case all([Goal])
    /// One of these is reached; at least one.
    case any([Goal])

    /// How far one part of a goal is.
    package struct Part: Hashable, Sendable {
        /// What is counted.
        package let measure: Measure
        /// What it comes to, at most what is needed.
        package let value: Int64
        /// What is needed.
        package let atLeast: Int64
    }

    /// The measures that it is decided by.
    package var measures: Set<Measure> {
        switch self {
        case .reach(let measure, _): [measure]
        case .all(let goals), .any(let goals):
            goals.reduce(into: []) { $0.formUnion($1.measures) }
        }
    }

    /// Whether it is reached.
    ///
    /// - Parameter value: What a measure comes to.
    /// - Returns: Whether enough of its parts are.
    package func isReached(_ value: (Measure) -> Int64) -> Bool {
        switch self {
        case .reach(let measure, let least): value(measure) >= least
        case .all(let goals): goals.allSatisfy { $0.isReached(value) }
        case .any(let goals): goals.contains { $0.isReached(value) }
        }
    }

    /// A text that is equal for equal goals alone.
    package var canonical: String {
        switch self {
        case .reach(let measure, let least): "\(measure.canonical)>=\(least)"
        case .all(let goals): "all(\(Self.canonical(goals)))"
        case .any(let goals): "any(\(Self.canonical(goals)))"
        }
    }

    private static func canonical(_ goals: [Goal]) -> String {
        goals.map(\.canonical).map { "\($0.utf8.count):\($0)" }.joined()
    }

    /// How far each of its parts is, in their order.
    ///
    /// - Parameter value: What a measure comes to.
    /// - Returns: The parts.
    package func progress(_ value: (Measure) -> Int64) -> [Part] {
        switch self {
        case .reach(let measure, let least):
            [Part(measure: measure, value: min(value(measure), least), atLeast: least)]
        case .all(let goals), .any(let goals): goals.flatMap { $0.progress(value) }
        }
    }

    /// The same goal, what it counts over a member's life counted over other days.
    package func replacingLifetime(by span: Span) -> Goal {
        switch self {
        case .reach(let measure, let least):
            .reach(measure.span == .lifetime ? measure.over(span) : measure, atLeast: least)
        case .all(let goals): .all(goals.map { $0.replacingLifetime(by: span) })
        case .any(let goals): .any(goals.map { $0.replacingLifetime(by: span) })
        }
    }
}
