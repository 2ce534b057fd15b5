import Chance
import GamesDomain
import Primitives
import Wire

/// A player of an epoch as its export has it.
package struct ExportedPlayer: Hashable, Sendable {
    /// A round that was open when the epoch was opened.
    package struct OpenRound: Hashable, Sendable {
        /// Which round it is.
        package let name: RoundName
        /// The round as it was then.
        package let round: Round

        /// Joins a name and a round.
        package init(name: RoundName, round: Round) {
            self.name = name
            self.round = round
        }
    }

    /// Who it is.
    package let player: Pseudonym
    /// What the game knew of it when the epoch was opened, or nil where it was new.
    package let opening: Player?
    /// What the game knew of it when the epoch was closed.
    package let closing: Player
    /// The nonces of this epoch that were settled in a later one.
    package let settledLater: [ClosedRange<Int64>]
    /// The rounds that were open when the epoch was opened.
    package let openRounds: [OpenRound]

    /// Joins the parts of a player.
    package init(
        player: Pseudonym,
        opening: Player?,
        closing: Player,
        settledLater: [ClosedRange<Int64>] = [],
        openRounds: [OpenRound] = []
    ) {
        self.player = player
        self.opening = opening
        self.closing = closing
        self.settledLater = settledLater
        self.openRounds = openRounds
    }
}

extension ExportedPlayer: ObjectForm {
    /// Writes the player.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("player", "\(player)")
        writer.member("opening", ifPresent: opening)
        writer.member("closing", form: closing)
        writer.name("settledLater")
        writer.array(settledLater) { writer, range in
            writer.array([range.lowerBound, range.upperBound]) { $0.integer($1) }
        }
        writer.member("openRounds", forms: openRounds)
    }

    /// Reads the player.
    package init(members: inout ObjectReader) throws(JSONFault) {
        player = try members.fixedBytes("player")
        opening = try members.optionalForm("opening")
        closing = try members.form("closing")
        settledLater = try members.nonceRanges("settledLater")
        openRounds = try members.forms("openRounds")
    }
}

extension ExportedPlayer.OpenRound: ObjectForm {
    /// Writes the round with its name.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("epoch", name.epoch)
        writer.member("nonce", name.nonce)
        writer.member("round", form: round)
    }

    /// Reads the round with its name.
    package init(members: inout ObjectReader) throws(JSONFault) {
        let epoch = try members.integer("epoch", in: 1 ... .max)
        name = RoundName(epoch: epoch, nonce: try members.integer("nonce", in: 1 ... .max))
        round = try members.form("round")
    }
}

extension ObjectReader {
    /// A member that is a list of the first and the last nonce of each stretch.
    ///
    /// - Throws: A fault where it is absent or none.
    fileprivate mutating func nonceRanges(
        _ name: String
    ) throws(JSONFault) -> [ClosedRange<Int64>] {
        let fault = JSONFault(at: path(of: name), "must be a list of first and last nonces")
        guard let elements = take(name)?.elements else { throw fault }
        var ranges: [ClosedRange<Int64>] = []
        for element in elements {
            let ends = (element.elements ?? []).compactMap(\.integer)
            guard ends.count == 2, element.elements?.count == 2, 1 <= ends[0], ends[0] <= ends[1]
            else { throw fault }
            ranges.append(ends[0]...ends[1])
        }
        return ranges
    }
}
