import Crypto

/// The integers of one draw, which anyone can compute again once the server seed is revealed.
///
/// `README.md` beside this file specifies every byte. The integers are kept, for the export.
package struct DrawStream: Sendable {
    /// The integers drawn so far, in their order.
    package private(set) var drawn: [UInt128] = []

    private let beginning: HMAC<SHA256>
    private let fields: [UInt8]
    private var blocks: UInt64 = 0
    private var words = SIMD4<UInt64>()
    private var used = 4

    /// Draws from blocks that differ in their counter only, the last field of all.
    init(_ beginning: HMAC<SHA256>, then fields: [UInt8]) {
        self.beginning = beginning
        self.fields = fields
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
        if used == words.scalarCount { hashBlock() }
        defer { used += 1 }
        return words[used]
    }

    /// Makes the next four words.
    private mutating func hashBlock() {
        var message = fields
        message.append(bigEndian: blocks)
        var hash = beginning
        hash.update(data: message)
        words = hash.finalize().withUnsafeBytes { code in
            let words = code.loadUnaligned(as: SIMD4<UInt64>.self)
            return SIMD4(
                words[0].bigEndian,
                words[1].bigEndian,
                words[2].bigEndian,
                words[3].bigEndian
            )
        }
        blocks &+= 1
        used = 0
    }
}

extension DrawStream: CustomReflectable {
    /// A mirror that shows what was drawn, and nothing that tells what comes next.
    package var customMirror: Mirror { Mirror(self, children: ["drawn": drawn]) }
}
