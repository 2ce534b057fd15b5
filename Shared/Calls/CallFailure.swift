/// Why a call brought no answer, and what that says about the neighbour.
///
/// Only `unreachable`, `overloaded`, `circuitOpen`, `noToken`, `invalidURL` and `invalidHeader` say
/// that nothing happened there, in any of the attempts. After every other case the request may
/// have been carried out, and is settled only by its key or by looking it up.
package enum CallFailure: Error, Sendable, Equatable {
    /// The time of the call was over; whether the neighbour did the work is unknown.
    case timedOut
    /// No connection was made, so not one byte of the request was sent; says why, for logs.
    case unreachable(String)
    /// The connection died after the request was begun, or brought the answer to another one;
    /// whether it was carried out is unknown.
    case broken(String)
    /// The answer was longer than is taken in, head and body together; the work was likely done.
    case answerTooLarge(limitBytes: Int)
    /// As many calls as are allowed were under way; nothing was sent.
    case overloaded
    /// The neighbour has failed too often and is left alone for so long; nothing was sent.
    case circuitOpen(restingFor: Duration)
    /// No token could be made for the call; says why, for logs; nothing was sent.
    case noToken(String)
    /// The task was cancelled; whether the neighbour did the work is unknown.
    case cancelled
    /// The caller was closed before the answer came; whether the work was done is unknown.
    case closed
    /// The address is no `http` or `https` URL; nothing was sent.
    case invalidURL
    /// The header of this name cannot be sent or is written by the caller; nothing was sent.
    case invalidHeader(String)
}

/// How an attempt ended.
typealias Outcome = Result<Answer, CallFailure>
