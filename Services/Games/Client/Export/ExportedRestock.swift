import GamesDomain
import Primitives
import Wire

/// A change of a prize's stock as an export has it.
package struct ExportedRestock: Hashable, Sendable {
    /// The prize.
    package let prize: PrizeID
    /// How much more there is, or less where it is negative.
    package let change: Int64
    /// Why it was changed, 1 to 256 bytes.
    package let reason: String
    /// When it was changed.
    package let at: Instant

    /// Joins the parts of a change.
    package init(prize: PrizeID, change: Int64, reason: String, at: Instant) {
        self.prize = prize
        self.change = change
        self.reason = reason
        self.at = at
    }
}

extension ExportedRestock: ObjectForm {
    /// Writes the change.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("prize", prize.text)
        writer.member("change", change)
        writer.member("reason", reason)
        writer.member("at", "\(at)")
    }

    /// Reads the change.
    package init(members: inout ObjectReader) throws(JSONFault) {
        prize = try members.identifier("prize")
        change = try members.integer("change")
        reason = try members.text("reason")
        at = try members.instant("at")
    }
}
