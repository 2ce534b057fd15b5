import Primitives

/// One purchase of a log.
package struct Purchase: Hashable, Sendable {
    /// The number of its line in the file, from 1.
    package let line: Int
    /// Who bought, a member's id.
    package let customer: String
    /// The local day of the purchase.
    package let day: CalendarDay
    /// How many things were bought, 0 or more.
    package let quantity: Int64
    /// What was paid, in minor units: 0 to 10^12.
    package let amountMinor: Int64

    /// The id of its event, the same whenever the file is played.
    package var eventID: String { "line-\(line)" }
}
