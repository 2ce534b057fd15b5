/// Why a refund is refused; nothing was changed.
package enum RefundRefusal: Error, Hashable, Sendable {
    /// More would be refunded than is left of a line, or of the order where no line is named.
    case aboveWhatIsLeft(line: String?, leftMinor: Int64)
    /// The lines earned differently, so the refund must say which of them it means.
    case linesNeeded
    /// The order has no such line.
    case unknownLine(String)
}
