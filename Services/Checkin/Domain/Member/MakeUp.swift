import Primitives

/// The repair of one missed day, an intent.
package struct MakeUp: Hashable, Sendable {
    /// How far it is.
    ///
    /// The numbers are stored and never change.
    package enum State: Int64, Sendable {
        /// Its price is being paid; the day is still missed.
        case pending = 0
        /// The day is made up.
        case done = 1
        /// Its price could not be paid; nothing of it is left.
        case refused = 2
        /// It was done and has been undone.
        case reversed = 3
    }

    /// Its name.
    package let id: TimeOrderedID
    /// The day that it repairs.
    package let day: CalendarDay
    /// The month, in the programme's zone, in which it was made and counts.
    package let month: CalendarMonth
    /// What it costs: the first of these that the member has in full; nothing where empty.
    package let costs: [Cost]
    /// How far it is.
    package internal(set) var state: State

    /// Joins the parts of a make-up.
    package init(
        id: TimeOrderedID,
        day: CalendarDay,
        month: CalendarMonth,
        costs: [Cost],
        state: State
    ) {
        self.id = id
        self.day = day
        self.month = month
        self.costs = costs
        self.state = state
    }

    /// Whether it takes a place in its month.
    var counts: Bool { state == .pending || state == .done }
}
