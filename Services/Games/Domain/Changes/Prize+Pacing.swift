import Primitives

extension Prize {
    /// Whether less of a stock that was paced before is released at some instant of the older
    /// window.
    ///
    /// Both releases are straight lines, so it is enough to compare them at the ends.
    func isReleasedLater(
        than old: Prize,
        _ windows: (new: TimeWindow, old: TimeWindow)
    ) -> Bool {
        let own = window.bounded(by: windows.new)
        let former = old.window.bounded(by: windows.old)
        guard stock.isPaced, old.stock.isPaced, let total = stock.total,
            let oldTotal = old.stock.total, let from = own.from, let until = own.until,
            let oldFrom = former.from, let oldUntil = former.until, until > oldUntil
        else { return false }
        // Totals are below 2^63 and lengths below 2^64, so their products stay below 2^127.
        let length = Int128(until.milliseconds) - Int128(from.milliseconds)
        let elapsed = Int128(oldUntil.milliseconds) - Int128(from.milliseconds)
        return from > oldFrom || Int128(total) * elapsed < Int128(oldTotal) * length
    }
}
