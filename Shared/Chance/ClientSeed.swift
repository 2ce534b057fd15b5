/// What the member's own side adds to a draw, so that the server alone cannot choose its outcome.
package struct ClientSeed: Hashable, Sendable, CustomStringConvertible {
    /// How many characters it has at most.
    package static let longest = 64
    /// None, as of a member that sends no seed.
    package static let none = ClientSeed(checked: [])

    /// The bytes of its text.
    let bytes: [UInt8]

    /// The seed of that text, or nil where it is longer or has other characters.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count <= Self.longest,
            bytes.allSatisfy({ UInt8(ascii: "!")...UInt8(ascii: "~") ~= $0 })
        else { return nil }
        self.init(checked: bytes)
    }

    private init(checked bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// The text, 0 to 64 visible characters of ASCII.
    package var text: String { String(decoding: bytes, as: UTF8.self) }

    package var description: String { text }
}
