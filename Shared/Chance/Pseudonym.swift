import Wire

/// The name that a member goes by in one game, in all that is published of it.
package struct Pseudonym: FixedBytes, CustomStringConvertible {
    /// 128 bits.
    package static let length = 16
    /// The bytes.
    package let bytes: [UInt8]

    /// Takes 16 bytes.
    package init(counted bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// A fresh name from the system's secure generator.
    package static func random() -> Pseudonym { fromSystem() }

    /// The bytes as 32 hexadecimal digits.
    package var description: String { bytes.hexadecimal }
}
