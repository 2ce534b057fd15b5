import Access
import Crypto
import Primitives
import Problems
import ServiceHost

/// Stamps commands as they arrive.
struct Stamps: Sendable {
    /// The clock of the business.
    let now: @Sendable () -> Instant
    private let seeds = Seeds()

    init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }

    /// The stamp of a request.
    ///
    /// - Throws: A `Problem` at an endpoint that is for anyone.
    func stamp(_ exchange: borrowing Exchange) throws(Problem) -> Stamp {
        Stamp(
            caller: try exchange.caller,
            requestID: exchange.requestID,
            now: now(),
            seed: seeds.next()
        )
    }
}

/// What a command resolved when it was first accepted, so that it can be run again.
struct Stamp: Sendable {
    let caller: Caller
    let requestID: String
    let now: Instant
    private let seed: Seeds.Seed

    init(caller: Caller, requestID: String, now: Instant, seed: Seeds.Seed) {
        self.caller = caller
        self.requestID = requestID
        self.now = now
        self.seed = seed
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
