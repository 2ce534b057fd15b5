/// How much of an order an event takes back.
package enum RefundRequest: Hashable, Sendable {
    /// A part of one line.
    package struct Part: Hashable, Sendable {
        /// The line's name within the order, or nil where the category names it.
        package let id: String?
        /// The line's category, which names the line where it is the only one of it.
        package let category: String?
        /// How much is refunded in minor units, 0 to 10^12.
        package let amountMinor: Int64

        /// Joins a line and an amount.
        package init(id: String?, category: String? = nil, amountMinor: Int64) {
            self.id = id
            self.category = category
            self.amountMinor = amountMinor
        }
    }

    /// The whole of what is left of the order.
    case rest
    /// An amount in minor units, 0 to 10^12, without saying of which lines.
    case amount(Int64)
    /// Parts of lines.
    case lines([Part])
    /// The order as such: all that it earned, fixed grants for an order of 0 included.
    case cancellation
}
