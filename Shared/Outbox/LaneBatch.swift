import Wire

/// Rows of one kind that go out in one request.
package struct LaneBatch: Sendable {
    /// The rows, in their order.
    package let rows: [OutboxRow]
    /// How often the neighbour has failed on just these rows.
    var failures = 0
    /// How many requests of the lane had got through when it first failed on them.
    var successesBefore: Int?
    /// The same of the first failure of any batch that held them and was divided since.
    var doubtedSince: Int?
    /// When they may go out again.
    var notBefore: ContinuousClock.Instant?
    /// Whether the rows are tried again among themselves, not mixed with others.
    var isSuspect = false

    /// What kind of messages they are.
    var kind: String { rows.first?.kind ?? "" }

    /// The same of some of its rows.
    func keeping(_ rows: [OutboxRow]) -> LaneBatch {
        LaneBatch(
            rows: rows,
            failures: failures,
            successesBefore: successesBefore,
            doubtedSince: doubtedSince,
            notBefore: notBefore,
            isSuspect: isSuspect
        )
    }
}

/// How a batch has come back.
package enum Landing: Sendable {
    /// Every row's outcome is in the store; these other rows were parked with one of them.
    case settled(parkedAlong: Set<String>)
    /// The row, which was alone, is parked in the store, and so are these others.
    case parked(parkedAlong: Set<String>)
    /// The neighbour says that the request itself is at fault.
    case faulty(reason: JSON)
    /// The neighbour has failed on it, or its answer makes no sense.
    case broke(reason: JSON)
    /// It may pass later, for which the neighbour may have asked for a time.
    case later(after: Duration, isBusy: Bool)
    /// The neighbour has not answered in time.
    case hung(reason: JSON)
    /// The neighbour does not take this service's token.
    case denied
}
