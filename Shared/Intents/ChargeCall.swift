import Primitives

/// A charge on its way to the gateway.
package struct ChargeCall: Hashable, Sendable {
    /// The path and the bytes.
    package let charge: Charge
    /// The key: the intent's id; nil for a rehearsal, which has none.
    package let key: IdempotencyKey?
    /// The W3C trace context of the request that is being served, if any.
    package let traceparent: String?

    /// Addresses a charge.
    package init(charge: Charge, key: IdempotencyKey?, traceparent: String?) {
        self.charge = charge
        self.key = key
        self.traceparent = traceparent
    }

    /// Whether the gateway is only asked what it would do.
    package var isRehearsal: Bool { key == nil }

    /// What follows the gateway's address: the path, and for a rehearsal the query that says so.
    package var target: String { isRehearsal ? charge.path + "?dryRun=true" : charge.path }
}

/// What came of sending a charge once.
package enum ChargeAnswer: Hashable, Sendable {
    /// The gateway, or something before it, answered.
    case answered(status: Int, body: [UInt8])
    /// No answer came, why is for logs; whether it was carried out is unknown.
    case unanswered(String)
    /// It was not sent, why is for logs; of earlier attempts this says nothing.
    case unsent(String)
}

/// Sends a charge until an instant at most; it never throws, and may be called at once for the
/// same key.
package typealias Charging =
    @Sendable (_ call: ChargeCall, _ deadline: ContinuousClock.Instant) async -> ChargeAnswer
