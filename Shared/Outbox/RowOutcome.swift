import Wire

/// What became of a row.
package enum RowOutcome: Sendable, Equatable {
    /// The neighbour has applied it, now or before; this is its result.
    case delivered(JSON)
    /// The neighbour will never apply it under this key, for this reason.
    case refused(JSON)
    /// The neighbour cannot make sense of it, for this reason; it may have applied it before.
    case unknown(JSON)
    /// An operator says that it is settled, by other means.
    case settledByHand
}
