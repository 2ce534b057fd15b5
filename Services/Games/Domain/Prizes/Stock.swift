import Primitives

/// How much there is of a prize; 0 means none, and only the lack of a number means no limit.
package struct Stock: Hashable, Sendable {
    /// How much there is in all before any restock, 0 to 10^12, or nil where there is no limit.
    package var total: Int64?
    /// How much is given on one day of the programme's zone, 0 to 10^12, or nil without limit.
    package var perDay: Int64?
    /// Whether the total is released bit by bit over the prize's window (pacing `even`).
    package var isPaced: Bool

    /// Joins the parts of a stock.
    package init(total: Int64? = nil, perDay: Int64? = nil, isPaced: Bool = false) {
        self.total = total
        self.perDay = perDay
        self.isPaced = isPaced
    }

    /// Stock without limit.
    package static let unlimited = Stock()

    /// How much of a total is released at an instant.
    ///
    /// The window is cut into as many equal slices as there are pieces, and each slice releases
    /// one at its beginning; so the first can be won from the start, and the last before the end.
    ///
    /// - Parameters:
    ///   - total: How much there is, restocks included; what is below 0 counts as 0.
    ///   - now: The instant.
    ///   - window: The window; one that lacks an end releases everything.
    /// - Returns: 0 before the window, then 1 to `total`.
    package static func released(
        of total: Int64,
        at now: Instant,
        within window: TimeWindow
    ) -> Int64 {
        guard total > 0, window.hasOpened(by: now) else { return 0 }
        guard let from = window.from, let until = window.until, now < until else { return total }
        // Below 2^63 times below 2^64 stays below 2^127.
        let elapsed = Int128(now.milliseconds) - Int128(from.milliseconds)
        let length = Int128(until.milliseconds) - Int128(from.milliseconds)
        return Int64(clamping: Int128(total) * elapsed / length + 1)
    }

    /// When a piece of a total is released: the first instant at which `released` is above the
    /// number of the pieces before it.
    ///
    /// - Parameters:
    ///   - piece: How many pieces come before it, from 0 on.
    ///   - total: How much there is, restocks included.
    ///   - window: The window.
    /// - Returns: The instant, or nil where there is no such piece, or an end lacks.
    package static func release(
        ofPiece piece: Int64,
        of total: Int64,
        within window: TimeWindow
    ) -> Instant? {
        guard let from = window.from, let until = window.until, from < until, total > 0,
            (0..<total).contains(piece)
        else { return nil }
        // Below 2^63 times below 2^64 stays below 2^127.
        let length = Int128(until.milliseconds) - Int128(from.milliseconds)
        let passed = (Int128(piece) * length + Int128(total) - 1) / Int128(total)
        return Instant(milliseconds: Int64(clamping: Int128(from.milliseconds) + passed))
    }
}
