import Primitives
import Wire

/// Purchases of one day that are sent together, as events.
package struct EventBatch: Sendable {
    /// How many events one request carries at most: far below 512 KiB, as none has 512 bytes.
    package static let largest = 500

    /// The purchases.
    package let purchases: ArraySlice<Purchase>
    /// When they happened.
    package let occurredAt: Instant

    /// The batches of a day, in its order.
    package static func batches(of day: PurchaseFile.Day, at instant: Instant) -> [EventBatch] {
        stride(from: 0, to: day.purchases.count, by: largest).map { start in
            EventBatch(
                purchases: day.purchases[start...].prefix(largest),
                occurredAt: instant
            )
        }
    }

    /// The body of the request; the same purchases have the same bytes whenever they are sent.
    package var body: [UInt8] {
        var writer = JSONWriter(capacity: purchases.count * 160)
        writer.object { writer in
            writer.name("events")
            writer.array(purchases) { writer, purchase in
                writer.object { writer in
                    writer.member("id", purchase.eventID)
                    writer.member("type", "order.paid")
                    writer.member("member", purchase.customer)
                    writer.member("occurredAt", occurredAt.description)
                    writer.member("amountMinor", purchase.amountMinor)
                    writer.name("attributes")
                    writer.object { $0.member("quantity", purchase.quantity) }
                }
            }
        }
        return writer.bytes
    }
}

extension Zone {
    /// The instant at which it is noon on a day.
    package func noon(of day: CalendarDay) -> Instant {
        let noonMs: Int64 = 43_200_000
        let near = Instant(milliseconds: start(of: day).milliseconds + noonMs)
        // On a day of 23 or 25 hours noon is not 12 hours after its start.
        return Instant(milliseconds: near.milliseconds + noonMs - timeOfDayMs(at: near))
    }
}
