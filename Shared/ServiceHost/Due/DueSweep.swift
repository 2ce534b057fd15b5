import Synchronization

/// A way through the rows of a kind that are due, from the first one to the last, batch by batch.
///
/// A batch passes over so many rows only that cannot be settled, so the next one goes on behind
/// them. It is kept in memory alone: after a restart, and for what a commit that failed had
/// settled, another sweep comes.
package final class DueSweep<Row: Sendable>: Sendable {
    /// How far it has come.
    struct State: Sendable {
        /// The number of the list that it goes through.
        var list: Int64 = 0
        /// The row behind which the next batch goes on, or nil for the first one.
        var last: Row?
        /// Whether any row was settled since it began.
        var hasSettled = false
    }

    private let kept = Mutex(State())

    /// Stands before the first row.
    package init() {}

    /// How far it has come through a list: nowhere in another one than before.
    func state(of list: Int64) -> State {
        kept.withLock { $0.list == list ? $0 : State(list: list) }
    }

    /// Keeps how far it has come.
    func keep(_ state: State) {
        kept.withLock { $0 = state }
    }
}
