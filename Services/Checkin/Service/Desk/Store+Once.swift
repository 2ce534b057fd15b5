import Primitives
import Problems
import ServiceHost
import Storage

extension Store {
    /// Does a keyed write once: a repeat gets the stored answer, and a refusal of the business is
    /// stored as final after everything that the work had written was undone.
    ///
    /// - Throws: `KeyReused`, a `Problem` that is not final, or `StorageError`; nothing was done.
    func once(
        _ key: ReplyKey,
        _ stamp: Stamp,
        until deadline: ContinuousClock.Instant,
        _ work: @escaping @Sendable (borrowing Transaction) throws -> KeyedReply
    ) async throws -> Reply {
        do {
            return try await write(deadline: deadline) { Reply(try $0.once(key, work)) }
        } catch let problem as Problem
            where problem.slug.status == 409 && problem.slug != .requestInFlight
        {
            var final = problem
            final.isFinal = true
            let refusal = KeyedReply(
                status: problem.slug.status,
                body: final.bytes(instance: stamp.requestID)
            )
            return try await write(deadline: deadline) { Reply(try $0.once(key) { _ in refusal }) }
        }
    }
}
