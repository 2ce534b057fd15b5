/// What is wrong with one game of the programme, and where.
package struct RulesFault: Hashable, Sendable {
    /// The path in the game, such as `prizes[3].weight`.
    package let path: String
    /// What is wrong there, as the end of a sentence that begins with the path.
    package let problem: String

    init(_ path: String, _ problem: String) {
        self.path = path
        self.problem = problem
    }
}

/// Rules from which no game can be made.
package struct RulesFaults: Error, Hashable, Sendable {
    /// All that is wrong with them, at least one fault.
    package let faults: [RulesFault]
}

/// Faults that are being gathered.
struct FaultList {
    private(set) var faults: [RulesFault] = []

    mutating func add(_ path: String, _ problem: String) {
        faults.append(RulesFault(path, problem))
    }

    mutating func add(_ list: [RulesFault]) { faults += list }

    /// Adds a fault where a number is given and lies outside its range.
    mutating func check(_ number: Int64?, _ range: ClosedRange<Int64>, _ path: String) {
        guard let number, !range.contains(number) else { return }
        add(path, "must be \(range.lowerBound) to \(range.upperBound)")
    }

    /// Adds a fault where a window ends before it has begun.
    mutating func check(_ window: TimeWindow, _ path: String) {
        if window.isEmpty { add(path, "must end after it begins") }
    }
}
