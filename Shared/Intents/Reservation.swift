import Primitives
import Storage

/// What the first step of an intent is given.
package struct Opening: Sendable {
    /// The intent's id, should one begin.
    package let id: TimeOrderedID
    /// Whose it is.
    package let member: MemberID
    /// The instant that it is, by the clock of the business.
    package let now: Instant
    /// The last instant at which it may be charged, by the same clock.
    package let notAfter: Instant
}

/// What the first step of an intent has reserved, and what is charged for it.
package struct Reservation: Sendable {
    /// Gives in the first step's transaction what is free, and makes the final answer.
    package typealias Give =
        @Sendable (Settlement, borrowing Transaction) throws -> Intent.Answer

    /// What fixes the meaning for steps 2 and 3, in the service's own format.
    package let meaning: [UInt8]
    /// What is charged; nil where it is free.
    package let charge: Charge?
    /// What gives it where it is free; nil where its kind's third step does.
    let give: Give?

    /// Reserved, to be charged.
    package static func paid(_ charge: Charge, meaning: [UInt8]) -> Reservation {
        Reservation(meaning: meaning, charge: charge, give: nil)
    }

    /// Given in the same transaction, for nothing is charged.
    ///
    /// - Parameters:
    ///   - meaning: What fixes the meaning.
    ///   - give: Gives it with what the first step has loaded, so that nothing need be stored as
    ///     pending before; nil where the kind's third step gives what was stored.
    /// - Returns: The reservation.
    package static func free(meaning: [UInt8], giving give: Give? = nil) -> Reservation {
        Reservation(meaning: meaning, charge: nil, give: give)
    }
}

/// Judges a request and reserves whatever its third step needs.
///
/// It refuses by throwing a `Problem`; nothing of what it has written remains then. A refusal of
/// status 409 is kept under the request's key.
package typealias Reserve =
    @Sendable (Opening, borrowing Transaction) throws -> Reservation
