import Wire

/// A value that is a fixed number of bytes, written as hexadecimal digits in lower case.
package protocol FixedBytes: Hashable, Sendable {
    /// How many bytes it is.
    static var length: Int { get }
    /// The bytes, `length` of them.
    var bytes: [UInt8] { get }

    /// Takes bytes that have been counted.
    init(counted bytes: [UInt8])
}

extension FixedBytes {
    /// The value of those bytes, or nil where they are not `length` many.
    package init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.length else { return nil }
        self.init(counted: bytes)
    }

    /// The value of such digits, two for each byte, or nil where they are none.
    package init?(hexadecimal digits: String) {
        guard let bytes = [UInt8](hexadecimal: digits) else { return nil }
        self.init(bytes)
    }

    /// A value from the system's secure generator.
    static func fromSystem() -> Self {
        var generator = SystemRandomNumberGenerator()
        return Self(counted: (0..<length).map { _ in generator.next() })
    }
}
