import GamesDomain
import Wire

/// How the cards of a round were dealt, as it is kept and exported; it is as secret as the round.
package struct DealtCards: Hashable, Sendable {
    /// What was rolled and given for each card, or each two of pairs, before the shuffle.
    package let givings: [Giving]
    /// The integers, in the order in which they were drawn.
    package let integers: [DrawnInteger]
    /// What lies under the cards, that of position 1 first.
    package let layout: [Face]

    /// Joins the parts of a record.
    package init(givings: [Giving], integers: [DrawnInteger], layout: [Face]) {
        self.givings = givings
        self.integers = integers
        self.layout = layout
    }

    /// The record of a deal that was drawn from a source.
    package init<Source>(_ deal: Deal, from source: RecordingSource<Source>) {
        self.init(givings: deal.givings, integers: source.drawn, layout: deal.round.layout)
    }
}

extension DealtCards: ObjectForm {
    /// Writes everything that lies under the cards.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("givings", forms: givings)
        writer.member("integers", forms: integers)
        writer.member("layout", forms: layout)
    }

    /// Reads everything that lies under the cards.
    package init(members: inout ObjectReader) throws(JSONFault) {
        givings = try members.forms("givings")
        integers = try members.forms("integers")
        layout = try members.forms("layout")
    }
}

extension DealtCards: CustomStringConvertible, CustomReflectable {
    package var description: String { "a deal of \(layout.count) cards" }

    /// A mirror without children, so that no dump shows what lies under a card.
    package var customMirror: Mirror { Mirror(self, children: []) }
}
