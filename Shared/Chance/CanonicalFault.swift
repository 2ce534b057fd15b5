/// Why bytes are not the canonical bytes of a value.
package enum CanonicalFault: Error, Hashable, Sendable {
    /// They end inside a value.
    case endsEarly
    /// Bytes follow the value.
    case goesOn(at: Int)
    /// No kind of value begins so, or a flag is neither 0 nor 1.
    case unknownByte(at: Int)
    /// A text is not UTF-8, or a name is not ASCII.
    case malformedText(at: Int)
    /// The names of a record do not rise.
    case namesOutOfOrder(at: Int)
    /// Values lie deeper in each other than `CanonicalReader.deepest`.
    case tooDeep(at: Int)
}
