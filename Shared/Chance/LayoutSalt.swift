/// The secret that keeps the layout of a round's cards from being guessed from its commitment.
package struct LayoutSalt: Secret {
    /// The kind of secret.
    package static let kind = "salt"
    /// 256 bits.
    package static let length = 32
    /// The bytes, which nobody may see before the round is over.
    package let bytes: [UInt8]

    /// Takes 32 bytes.
    package init(counted bytes: [UInt8]) {
        self.bytes = bytes
    }
}
