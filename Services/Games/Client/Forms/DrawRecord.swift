import GamesDomain
import Primitives
import Wire

/// A draw of a lottery as it is kept and exported: what it was, and the integers it took.
package struct DrawRecord: Hashable, Sendable {
    /// What it was.
    package let outcome: DrawOutcome
    /// The integers, in the order in which they were drawn.
    package let integers: [DrawnInteger]

    /// Joins an outcome and its integers.
    package init(outcome: DrawOutcome, integers: [DrawnInteger]) {
        self.outcome = outcome
        self.integers = integers
    }

    /// The records of a play that was settled from these sources.
    package static func records<Source>(
        of outcomes: [DrawOutcome],
        from sources: [RecordingSource<Source>]
    ) -> [DrawRecord] {
        zip(outcomes, sources).map { DrawRecord(outcome: $0, integers: $1.drawn) }
    }
}

extension DrawRecord: ObjectForm {
    /// Writes the draw.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("nonce", outcome.nonce)
        writer.member("pityBefore", counts: outcome.pityBefore)
        writer.member("weighting", form: outcome.weighting)
        writer.member("integers", forms: integers)
        outcome.giving.writeMembers(to: &writer)
    }

    /// Reads the draw.
    package init(members: inout ObjectReader) throws(JSONFault) {
        let nonce = try members.integer("nonce")
        let pityBefore = try members.counts("pityBefore", as: PoolID.self)
        let weighting = try members.form("weighting", as: Weighting.self)
        integers = try members.forms("integers")
        outcome = DrawOutcome(
            nonce: nonce,
            pityBefore: pityBefore,
            weighting: weighting,
            giving: try Giving(members: &members)
        )
    }
}
