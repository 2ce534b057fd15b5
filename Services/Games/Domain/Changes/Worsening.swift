import Primitives

/// Something in a new version of a running game that is worse for its members.
package struct Worsening: Hashable, Sendable {
    /// The path in the game, such as `prizes[3].weight`; of what is missing, that of its list.
    package let path: String
    /// What is worse there, as the end of a sentence that begins with the path.
    package let change: String
}

/// Worsenings that are being gathered.
struct WorseningList {
    private(set) var all: [Worsening] = []

    mutating func add(_ path: String, _ change: String) {
        all.append(Worsening(path: path, change: change))
    }

    mutating func add(_ list: [Worsening]) { all += list }

    /// Adds one where a number has become smaller; of one that is missing there is no bound.
    mutating func less(_ new: Int64?, than old: Int64?, _ path: String) {
        guard let new, new < old ?? .max else { return }
        add(path, "falls from \(old.map(String.init) ?? "no limit") to \(new)")
    }

    /// Adds one where a number has become larger.
    mutating func more(_ new: Int64, than old: Int64, _ path: String) {
        if new > old { add(path, "rises from \(old) to \(new)") }
    }

    /// Adds one where a window has lost an instant that it had.
    mutating func shorter(_ new: TimeWindow, than old: TimeWindow, _ path: String) {
        if !new.covers(old) { add(path, "is shorter") }
    }
}
