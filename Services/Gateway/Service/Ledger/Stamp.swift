import Access
import Crypto
import Primitives

/// What a command resolved when it was first accepted, so that it can be run again.
struct Stamp: Sendable {
    let caller: Caller
    let requestID: String
    let now: Instant
    private let seed: (UInt64, UInt64, UInt64, UInt64)

    init(caller: Caller, requestID: String, now: Instant) {
        self.caller = caller
        self.requestID = requestID
        self.now = now
        // One request for all 32 bytes: a system call each would cost more than a statement.
        let key = SymmetricKey(size: .bits256)
        seed = key.withUnsafeBytes { $0.loadUnaligned(as: (UInt64, UInt64, UInt64, UInt64).self) }
    }

    /// The id of the transfer of the operation at a place of the request, from 0 on.
    func id(_ place: Int) -> TimeOrderedID {
        TimeOrderedID(at: now, random: (seed.0, seed.1 &+ UInt64(place)))
    }

    /// The 16 secret bytes of an account that the operation at a place opens.
    func salt(_ place: Int) -> [UInt8] {
        var hash = SHA256()
        for word in [seed.2, seed.3, UInt64(place)] {
            withUnsafeBytes(of: word.bigEndian) { hash.update(bufferPointer: $0) }
        }
        return Array(hash.finalize().prefix(16))
    }
}
