/// The secret that all draws of one game and epoch come from; its commitment is published first.
package struct ServerSeed: Secret {
    /// The kind of secret.
    package static let kind = "seed"
    /// 256 bits.
    package static let length = 32
    /// The bytes, which nobody may see before the epoch is over.
    package let bytes: [UInt8]

    /// Takes 32 bytes.
    package init(counted bytes: [UInt8]) {
        self.bytes = bytes
    }
}
