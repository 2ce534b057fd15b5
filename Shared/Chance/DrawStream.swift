/// The integers of one draw, which anyone can compute again once the server seed is revealed.
///
/// `README.md` beside this file specifies every byte. The integers are kept, for the export.
package struct DrawStream: Sendable {
    /// The integers drawn so far, in their order.
    package private(set) var drawn: [UInt128] = []

    private let hash: KeyedHash
    private let pseudonym: Pseudonym
    private let nonce: UInt64
    private let clientSeed: ClientSeed
    private var blocks: UInt64 = 0
    private var words = InlineArray<4, UInt64>(repeating: 0)
    private var used = 4

    /// The draw of those terms, in the epoch whose hash has begun.
    init(_ hash: KeyedHash, pseudonym: Pseudonym, nonce: UInt64, clientSeed: ClientSeed) {
        self.hash = hash
        self.pseudonym = pseudonym
        self.nonce = nonce
        self.clientSeed = clientSeed
    }
}

extension DrawStream: WordSource {
    /// A uniform integer below the bound, which is kept; 0 is taken for 1.
    package mutating func integer(below bound: UInt128) -> UInt128 {
        let integer = uniform(below: bound)
        drawn.append(integer)
        return integer
    }

    /// The next 64 bits, which are not kept.
    package mutating func word() -> UInt64 {
        if used == words.count { hashBlock() }
        defer { used += 1 }
        return words[used]
    }

    /// Makes the next four words.
    private mutating func hashBlock() {
        let length = 32 + pseudonym.bytes.count + clientSeed.bytes.count
        words = withUnsafeTemporaryAllocation(byteCount: length, alignment: 1) { buffer in
            var message = FieldWriter(buffer)
            message.append(pseudonym.bytes)
            message.append(nonce)
            message.append(clientSeed.bytes)
            message.append(blocks)
            return hash.words(of: message.written)
        }
        blocks &+= 1
        used = 0
    }
}

extension DrawStream: CustomStringConvertible, CustomReflectable {
    package var description: String { "a draw of \(drawn.count) integers" }

    /// A mirror without children: what was drawn tells what lies under the cards of a round.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
