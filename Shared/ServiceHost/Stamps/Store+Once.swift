import Primitives
import Problems
import Storage

extension Store {
    /// Does a keyed write once: a repeat gets the stored answer, and a refusal of the business is
    /// stored as final after everything that the work had written was undone.
    ///
    /// - Parameters:
    ///   - key: What names the write.
    ///   - stamp: The stamp of the request; a stored refusal names its id.
    ///   - deadline: When the request's time is over.
    ///   - work: Does it and makes the answer; it may be run again.
    /// - Returns: The answer, fresh or stored.
    /// - Throws: `KeyReused`, a `Problem` that is not final, or `StorageError`; nothing was done.
    package func once(
        _ key: ReplyKey,
        _ stamp: Stamp,
        until deadline: ContinuousClock.Instant,
        _ work: @escaping @Sendable (borrowing Transaction) throws -> KeyedReply
    ) async throws -> Reply {
        do {
            return try await write(deadline: deadline) { Reply(try $0.once(key, work)) }
        } catch let problem as Problem where problem.isOfTheBusiness {
            return try await write(deadline: deadline) { transaction in
                Reply(
                    try transaction.once(key) { try $0.judge(stamp, work) }
                )
            }
        }
    }
}

extension Transaction {
    /// Does work that was refused once more, as what refused it may have come to nothing, and makes
    /// of a refusal of the business the final answer.
    fileprivate borrowing func judge(
        _ stamp: Stamp,
        _ work: (borrowing Transaction) throws -> KeyedReply
    ) throws -> KeyedReply {
        do {
            return try attempt(work).get()
        } catch let problem as Problem where problem.isOfTheBusiness {
            return KeyedReply(
                status: problem.slug.status,
                body: problem.asFinal.bytes(instance: stamp.requestID)
            )
        }
    }
}
