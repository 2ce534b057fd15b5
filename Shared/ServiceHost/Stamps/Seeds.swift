import Crypto
import Synchronization

/// Secret numbers for ids and salts, none of them handed out twice.
///
/// They are SHA-256 over 32 random bytes of the process and a count: a system call for each
/// request would cost more than a statement.
final class Seeds: Sendable {
    /// What one command is given: 256 bits.
    typealias Seed = (UInt64, UInt64, UInt64, UInt64)

    private let secret = SymmetricKey(size: .bits256)
    private let count = Atomic<UInt64>(0)

    /// The next seed.
    func next() -> Seed {
        var hash = SHA256()
        secret.withUnsafeBytes { hash.update(bufferPointer: $0) }
        let place = count.wrappingAdd(1, ordering: .relaxed).newValue
        withUnsafeBytes(of: place) { hash.update(bufferPointer: $0) }
        return hash.finalize().withUnsafeBytes { $0.loadUnaligned(as: Seed.self) }
    }
}
