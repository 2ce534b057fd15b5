import Crypto
import Wire

/// What is published of a secret before it is used, so that it cannot be changed afterwards.
package struct Commitment: FixedBytes, CustomStringConvertible {
    /// 256 bits.
    package static let length = 32
    /// The bytes.
    package let bytes: [UInt8]

    /// Takes 32 bytes.
    package init(counted bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The commitment to an epoch's seed: SHA-256 of its 32 bytes.
    package init(to seed: ServerSeed) {
        self.init(counted: Array(SHA256.hash(data: seed.bytes)))
    }

    /// The commitment to a round's cards: SHA-256 of the salt, followed by the layout.
    package init(to layout: CanonicalBytes, salt: LayoutSalt) {
        self.init(counted: Array(SHA256.hash(data: salt.bytes + layout.bytes)))
    }

    /// The bytes as 64 hexadecimal digits.
    package var description: String { bytes.hexadecimal }
}
