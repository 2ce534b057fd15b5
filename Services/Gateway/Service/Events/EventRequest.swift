import GatewayDomain
import Primitives

/// A business event as it was sent.
package struct EventRequest: Hashable, Sendable {
    /// A part of an order.
    package struct Line: Hashable, Sendable {
        /// Its name within the event: the one that was sent, or its place from 1 on.
        package let id: String
        /// Whether the name was sent.
        package let isNamed: Bool
        /// What was bought, or nil.
        package let category: String?
        /// What it cost in minor units, 0 to 10^12.
        package let amountMinor: Int64
    }

    /// Its name; one caller's events are told apart by it.
    package let id: EventID
    /// What happened.
    package let type: EventType
    /// To whom.
    package let member: MemberID
    /// When, as the sender says.
    package let occurredAt: Instant
    /// What it cost in minor units, 0 to 10^12, or nil where it is not about money.
    package let amountMinor: Int64?
    /// The parts of the order, which add up to the amount; empty where none were sent.
    package let lines: [Line]
    /// The event that this one refunds, cancels or confirms.
    package let refersTo: EventID?
    /// What else the sender said, by name.
    package let attributes: [String: BusinessEvent.Attribute]
    /// The service in whose key space `refersTo` is looked up, or nil for the sender's own.
    package let callerSubject: String?
    /// What the event's name stands for, equal alone and in a batch.
    package let digest: [UInt8]

    /// What the earning rules look at.
    ///
    /// - Parameters:
    ///   - zone: The programme's zone.
    ///   - isFirst: Whether the member had no event of this type before.
    ///   - facts: What is known of the member.
    /// - Returns: The event on the day and at the time of day at which it occurred there.
    package func businessEvent(
        in zone: Zone,
        isFirst: Bool,
        facts: MemberFacts = MemberFacts()
    ) -> BusinessEvent {
        BusinessEvent(
            type: type,
            day: zone.day(of: occurredAt),
            timeOfDayMs: zone.timeOfDayMs(at: occurredAt),
            amountMinor: amountMinor,
            lines: lines.map {
                BusinessEvent.Line(
                    id: $0.id,
                    category: $0.category,
                    amountMinor: $0.amountMinor
                )
            },
            attributes: attributes,
            isFirst: isFirst,
            facts: facts
        )
    }

    /// What the event takes back of an order, where its type is one that refunds.
    package var refund: RefundRequest {
        guard lines.isEmpty else {
            return .lines(
                lines.map { line in
                    RefundRequest.Part(
                        id: line.isNamed ? line.id : nil,
                        category: line.category,
                        amountMinor: line.amountMinor
                    )
                }
            )
        }
        return amountMinor.map(RefundRequest.amount) ?? .rest
    }
}
