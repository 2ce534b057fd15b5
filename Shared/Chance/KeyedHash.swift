import Crypto

/// HMAC-SHA256 (RFC 2104) that has hashed its key, and the beginning of its messages, once.
///
/// The library's own HMAC takes bytes through a generic interface only, which costs a draw more
/// than all its hashing; its SHA-256 takes them as they lie in memory.
struct KeyedHash: Sendable {
    private static let blockLength = 64

    private var inner = SHA256()
    private var outer = SHA256()

    /// Begins with a key, and with what all messages begin with.
    init(key: ServerSeed, beginning: [UInt8]) {
        var block = [UInt8](repeating: 0, count: Self.blockLength)
        for (place, byte) in zip(block.indices, key.bytes) { block[place] = byte }
        Self.add(block.map { $0 ^ 0x36 }, to: &inner)
        Self.add(block.map { $0 ^ 0x5C }, to: &outer)
        Self.add(beginning, to: &inner)
    }

    /// The code of a message that goes on so, as four words, each with its highest byte first.
    func words(of rest: UnsafeRawBufferPointer) -> InlineArray<4, UInt64> {
        var (inner, outer) = (inner, outer)
        inner.update(bufferPointer: rest)
        inner.finalize().withUnsafeBytes { outer.update(bufferPointer: $0) }
        return outer.finalize().withUnsafeBytes { code in
            InlineArray { place in
                UInt64(bigEndian: code.loadUnaligned(fromByteOffset: 8 * place, as: UInt64.self))
            }
        }
    }

    private static func add(_ bytes: [UInt8], to hash: inout SHA256) {
        bytes.withUnsafeBytes { hash.update(bufferPointer: $0) }
    }
}
