/// What a missed day does to a streak.
package enum LossPolicy: Hashable, Sendable {
    /// The streak is lost.
    case reset
    /// The streak loses some, but not below a floor; at or below the floor it stays as it is.
    ///
    /// By 1 to 1,000; not below 0 to 1,000,000.
    case decay(by: Int64, floor: Int64)

    /// What is left of a streak after some missed days.
    ///
    /// - Parameters:
    ///   - value: The streak before them, from 0 on.
    ///   - days: How many there are.
    /// - Returns: The streak after them, from 0 on.
    package func left(of value: Int64, after days: Int64) -> Int64 {
        guard days > 0 else { return value }
        switch self {
        case .reset: return 0
        case .decay(let step, let floor):
            guard value > floor else { return value }
            let (taken, isOver) = step.multipliedReportingOverflow(by: days)
            return isOver || taken >= value - floor ? floor : value - taken
        }
    }
}
