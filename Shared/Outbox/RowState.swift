/// How far a row has got; the numbers are stored and never change.
package enum RowState: Int64, CaseIterable, Sendable {
    /// It goes out as soon as it can.
    case owed = 0
    /// Parked: the neighbour could not make sense of it, and whether it was applied is not known.
    case unknown = 1
    /// Parked: the neighbour has refused it finally.
    case refused = 2
    /// Parked: it needs a row that is parked, and was never sent.
    case waiting = 3
    /// An operator has settled it by hand.
    case settled = 4
    /// It was delivered under a later key than its first.
    case delivered = 5

    /// Its name on the wire.
    package var name: String {
        switch self {
        case .owed: "owed"
        case .unknown: "unknown"
        case .refused: "refused"
        case .waiting: "waiting"
        case .settled: "settled"
        case .delivered: "delivered"
        }
    }

    /// Whether only an operator can bring it on.
    package var isParked: Bool { [.unknown, .refused, .waiting].contains(self) }
}
