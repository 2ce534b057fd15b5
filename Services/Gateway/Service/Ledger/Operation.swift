import Access
import Crypto
import GatewayDomain
import Primitives

/// One operation on the ledger as it was asked for.
struct Operation: Sendable {
    /// What it does.
    enum Kind: String, Sendable {
        case credit
        case debit
    }

    /// An amount of an asset, or of the usual asset where none is named.
    struct Choice: Hashable, Sendable {
        let asset: AssetID?
        let amount: Points
    }

    let kind: Kind
    let member: MemberID
    /// What may be moved; one choice unless it is a debit with `oneOf`.
    let choices: [Choice]
    let reason: String
    let reference: Reference?
    /// Whether a reward caused it, so that it counts for no further reward.
    let isReward: Bool
    /// The last instant at which it may be done, or nil.
    let notAfter: Instant?
    /// The path of each choice's asset in the request, for refusals.
    let assetPath: String
}

/// An operation with its key and what the key stands for.
struct KeyedOperation: Sendable {
    let key: IdempotencyKey
    /// SHA-256 of the request as it was sent.
    let request: [UInt8]
    let operation: Operation
}

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
