import Primitives

/// Why the ledger refuses an operation; its key can never succeed later.
package enum LedgerRefusal: Error, Hashable, Sendable {
    /// None of the charge's choices is there in full; each is listed with what there is of it.
    case insufficientPoints([Shortfall])
    /// The account is frozen: it neither earns nor spends.
    case accountFrozen
    /// The account is closed for ever.
    case accountClosed
    /// The key was first seen after the charge's time.
    case chargeLapsed(notAfter: Instant)
    /// The points would have ended before they could be spent.
    case alreadyExpired(lastDay: CalendarDay)
    /// The hold's time is over, or would be over before it began.
    case holdLapsed(at: Instant)
    /// The hold was given back, or captured in full, and holds nothing any more.
    case holdEnded
    /// A transfer of this kind is never reversed.
    case notReversible(TransferKind)
    /// A balance or a total would pass a limit.
    case limitReached(limit: String, of: Points)

    /// What is missing for one choice of a charge.
    package struct Shortfall: Hashable, Sendable {
        /// The asset that is short.
        package let asset: AssetID
        /// What there is of it.
        package let available: Points
        /// What is missing, from 1 on.
        package let missing: Points
    }
}
