import Chance
import GamesDomain
import Primitives
import Wire

/// The verification of a file as a text for people.
package struct EpochSummary: Hashable, Sendable {
    /// What the epoch is called: its game, number and day.
    package let name: String
    /// All that is not right, a line each; nothing where empty.
    package let findings: [String]
    /// A line for each draw and round.
    package let draws: [String]
    /// How many draws and rounds are right, and how many are not.
    package let count: String

    /// Verifies an export.
    package init(of export: EpochExport) {
        let verification = EpochVerification(export)
        let head = export.head
        name = "\(head.game), epoch \(head.version.epoch) of \(head.day)"
        findings = verification.findings.map(\.description)
        draws = verification.verdicts.map(\.description)
        count =
            "\(verification.drawsRight) draws right, \(verification.drawsWrong) not; "
            + "\(verification.refused) plays refused"
    }
}

extension EpochExport {
    /// What does not go on from an earlier export of the same game as it ended there, where that
    /// one is of the epoch just before; nothing of any other.
    package func findings(following earlier: EpochExport) -> [String] {
        let (own, other) = (head.version.epoch, earlier.head.version.epoch)
        guard head.game == earlier.head.game, own > 1, other == own - 1 else { return [] }
        var problems: [String] = []
        if head.opening != earlier.head.closing {
            problems.append("the opening stock is not the closing stock of epoch \(other)")
        }
        if head.openedAt < earlier.head.closedAt {
            problems.append("it was opened before epoch \(other) was closed")
        }
        let closing = Dictionary(
            earlier.players.map { ($0.player, $0.closing) },
            uniquingKeysWith: { first, _ in first }
        )
        for player in players {
            guard let before = closing[player.player], player.opening != before else { continue }
            problems.append("player \(player.player) does not begin as it ended epoch \(other)")
        }
        let version = head.earlier.first { $0.epoch == other }
        if let version, version != earlier.head.version {
            problems.append("seed or rules of epoch \(other) are others than in its own export")
        }
        return problems
    }
}
