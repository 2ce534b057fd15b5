/// What an ended day was decided to be.
///
/// The numbers are stored and never change.
package enum DayState: Int64, CaseIterable, Sendable {
    /// The member checked in.
    case checked = 0
    /// It was missed and has been made up.
    case madeUp = 1
    /// No check-in was expected: the member had paused.
    case paused = 2
    /// No check-in was expected: a change of zone left too little of the day, or none.
    case skipped = 3
    /// It was missed, and a freeze covers it.
    case frozen = 4
    /// It was missed.
    case missed = 5

    /// The state's name on the wire.
    package var name: String {
        switch self {
        case .checked: "checked"
        case .madeUp: "madeUp"
        case .paused: "paused"
        case .skipped: "skipped"
        case .frozen: "frozen"
        case .missed: "missed"
        }
    }

    /// Whether the day adds to the streak.
    package var counts: Bool { self == .checked || self == .madeUp }
}
