import Crypto
import Wire

/// What one version of a game's configuration is known by: SHA-256 of its canonical bytes.
package struct VersionHash: FixedBytes, CustomStringConvertible {
    /// 256 bits.
    package static let length = 32
    /// The bytes.
    package let bytes: [UInt8]

    /// Takes 32 bytes.
    package init(counted bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The hash of a configuration.
    package init(of configuration: CanonicalBytes) {
        self.init(counted: Array(SHA256.hash(data: configuration.bytes)))
    }

    /// The bytes as 64 hexadecimal digits.
    package var description: String { bytes.hexadecimal }
}
