import Access
import Crypto
import Primitives
import Problems

/// Stamps commands as they arrive.
package struct Stamps: Sendable {
    /// The clock of the business.
    package let now: @Sendable () -> Instant
    private let seeds = Seeds()

    /// Stamps by the clock of the business.
    package init(now: @escaping @Sendable () -> Instant) {
        self.now = now
    }

    /// The stamp of a request.
    ///
    /// - Throws: A `Problem` at an endpoint that is for anyone.
    package func stamp(_ exchange: borrowing Exchange) throws(Problem) -> Stamp {
        Stamp(
            caller: try exchange.caller,
            requestID: exchange.requestID,
            now: now(),
            seed: seeds.next()
        )
    }
}

/// What a command resolved when it was first accepted, so that it can be run again.
package struct Stamp: Sendable {
    /// Who asks.
    package let caller: Caller
    /// The request's id.
    package let requestID: String
    /// The instant that it is, by the clock of the business.
    package let now: Instant
    private let seed: Seeds.Seed

    init(caller: Caller, requestID: String, now: Instant, seed: Seeds.Seed) {
        self.caller = caller
        self.requestID = requestID
        self.now = now
        self.seed = seed
    }

    /// The id of what is made at a place of the request, from 0 on.
    package func id(_ place: Int) -> TimeOrderedID {
        TimeOrderedID(at: now, random: (seed.0, seed.1 &+ UInt64(place)))
    }

    /// The 16 secret bytes of an account that the operation at a place opens.
    package func salt(_ place: Int) -> [UInt8] {
        var hash = SHA256()
        for word in [seed.2, seed.3, UInt64(place)] {
            withUnsafeBytes(of: word.bigEndian) { hash.update(bufferPointer: $0) }
        }
        return Array(hash.finalize().prefix(16))
    }
}
