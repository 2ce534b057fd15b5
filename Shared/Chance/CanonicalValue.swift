/// A part of a configuration, as it is written into canonical bytes.
package indirect enum CanonicalValue: Hashable, Sendable {
    /// Nothing, where a list needs a place for it.
    case nothing
    /// Yes or no.
    case flag(Bool)
    /// A whole number.
    case integer(Int64)
    /// A text.
    case text(String)
    /// Plain bytes.
    case bytes([UInt8])
    /// Values in their order.
    case list([CanonicalValue])
    /// Values by their names, which are ASCII; what is absent is left out.
    ///
    /// A later release that adds a member with a default leaves it out where it has that default,
    /// so that the bytes of older configurations stay what they are.
    case record([String: CanonicalValue])
}

extension CanonicalValue {
    /// The byte that each kind begins with.
    enum Tag: UInt8 {
        case nothing = 0x6E
        case flag = 0x66
        case integer = 0x69
        case text = 0x73
        case bytes = 0x62
        case list = 0x6C
        case record = 0x72
    }
}
