import Chance
import GamesDomain
import Primitives
import Wire

/// The end of a round of cards as an export has it.
package struct ExportedEnd: Hashable, Sendable {
    /// What ended.
    package let recorded: RecordedEnd<Pseudonym>

    /// Takes what ended.
    package init(_ recorded: RecordedEnd<Pseudonym>) {
        self.recorded = recorded
    }
}

extension ExportedEnd: ObjectForm {
    /// Writes the end.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("player", "\(recorded.player)")
        writer.member("epoch", recorded.name.epoch)
        writer.member("nonce", recorded.name.nonce)
        writer.member("endedAt", "\(recorded.endedAt)")
        writer.member("chosen", integers: recorded.chosen)
        writer.member("extrasPaid", recorded.extrasPaid)
        recorded.settlement.writeMembers(to: &writer)
    }

    /// Reads the end.
    package init(members: inout ObjectReader) throws(JSONFault) {
        let player = try members.fixedBytes("player", as: Pseudonym.self)
        let epoch = try members.integer("epoch", in: 1 ... .max)
        let nonce = try members.integer("nonce", in: 1 ... .max)
        recorded = RecordedEnd(
            player: player,
            name: RoundName(epoch: epoch, nonce: nonce),
            endedAt: try members.instant("endedAt"),
            chosen: try members.integers("chosen"),
            extrasPaid: try members.count("extrasPaid"),
            settlement: try RoundSettlement(members: &members)
        )
    }
}
