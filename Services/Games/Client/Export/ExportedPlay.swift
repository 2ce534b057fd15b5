import Chance
import GamesDomain
import Primitives
import Wire

/// A play of a lottery, or the start of a round, as an export has it.
package struct ExportedPlay<Outcome: PlayOutcome>: Hashable, Sendable {
    /// What became of it.
    package enum Result: Hashable, Sendable {
        /// It was drawn, or dealt.
        case settled(Outcome)
        /// Its charge was refused for a reason; its nonces are used.
        case refused(reason: String)
    }

    /// Whose it was.
    package let player: Pseudonym
    /// What its first step had reserved.
    package let start: PlayStart
    /// When it was settled.
    package let settledAt: Instant
    /// What became of it.
    package let result: Result

    /// Joins the parts of a record.
    package init(player: Pseudonym, start: PlayStart, settledAt: Instant, result: Result) {
        self.player = player
        self.start = start
        self.settledAt = settledAt
        self.result = result
    }
}

extension ExportedPlay: ObjectForm {
    /// Writes the record.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("player", "\(player)")
        start.writeMembers(to: &writer)
        writer.member("settledAt", "\(settledAt)")
        switch result {
        case .settled(let outcome):
            writer.member("status", Outcome.status)
            outcome.writeMembers(to: &writer)
        case .refused(let reason):
            writer.member("status", "refused")
            writer.member("reason", reason)
        }
    }

    /// Reads the record.
    package init(members: inout ObjectReader) throws(JSONFault) {
        player = try members.fixedBytes("player")
        start = try PlayStart(members: &members)
        settledAt = try members.instant("settledAt")
        switch try members.text("status") {
        case "refused": result = .refused(reason: try members.text("reason"))
        case Outcome.status: result = .settled(try Outcome(members: &members))
        default:
            let words = "must be \(Outcome.status) or refused"
            throw JSONFault(at: members.path(of: "status"), words)
        }
    }
}
