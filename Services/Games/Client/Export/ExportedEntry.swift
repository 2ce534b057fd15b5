import Chance
import GamesDomain
import Primitives
import Wire

/// One entry of an epoch: something that was settled while it was open.
package struct ExportedEntry: Hashable, Sendable {
    /// What was settled.
    package enum Content: Hashable, Sendable {
        /// A play of a lottery.
        case play(ExportedPlay<DrawnPlay>)
        /// The start of a round of cards.
        case deal(ExportedPlay<DealtRound>)
        /// The end of a round of cards.
        case end(ExportedEnd)
        /// A change of stock.
        case restock(ExportedRestock)
    }

    /// Its number in the epoch, from 1 on, without gaps.
    package let sequence: Int64
    /// What was settled.
    package let content: Content

    /// Joins a number and what was settled.
    package init(sequence: Int64, _ content: Content) {
        self.sequence = sequence
        self.content = content
    }
}

extension ExportedEntry: ObjectForm {
    /// Writes the entry.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("sequence", sequence)
        switch content {
        case .play(let play):
            writer.member("type", "play")
            play.writeMembers(to: &writer)
        case .deal(let deal):
            writer.member("type", "deal")
            deal.writeMembers(to: &writer)
        case .end(let end):
            writer.member("type", "end")
            end.writeMembers(to: &writer)
        case .restock(let restock):
            writer.member("type", "restock")
            restock.writeMembers(to: &writer)
        }
    }

    /// Reads the entry.
    package init(members: inout ObjectReader) throws(JSONFault) {
        sequence = try members.integer("sequence")
        switch try members.text("type") {
        case "play": content = .play(try ExportedPlay(members: &members))
        case "deal": content = .deal(try ExportedPlay(members: &members))
        case "end": content = .end(try ExportedEnd(members: &members))
        case "restock": content = .restock(try ExportedRestock(members: &members))
        default:
            let words = "must be play, deal, end or restock"
            throw JSONFault(at: members.path(of: "type"), words)
        }
    }
}
