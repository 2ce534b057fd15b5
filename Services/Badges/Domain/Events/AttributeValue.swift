/// What an attribute of an event is.
package enum AttributeValue: Hashable, Sendable {
    /// Text of at most 256 bytes.
    case text(String)
    /// A whole number.
    case integer(Int64)
    /// Whether something is so.
    case flag(Bool)

    /// The number that it is, or nil.
    package var integer: Int64? {
        if case .integer(let number) = self { number } else { nil }
    }

    /// The value as one of several different ones: equal texts for equal values alone.
    package var item: String {
        switch self {
        case .text(let text): "t" + text
        case .integer(let number): "i\(number)"
        case .flag(let flag): flag ? "f1" : "f0"
        }
    }
}
