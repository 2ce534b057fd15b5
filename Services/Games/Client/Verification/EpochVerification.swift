import Chance
import GamesDomain
import Primitives
import Wire

/// The verification of an epoch's export: every draw is drawn again from its seed, and stock,
/// limits, pacing and pity are replayed from the opening state.
package struct EpochVerification: Hashable, Sendable {
    /// All that is not right; nothing where empty.
    package let findings: [EpochFinding]
    /// What is said of each draw and round, in the order of the entries.
    package let verdicts: [DrawVerdict]
    /// How many plays stand in the export whose charge was refused.
    package let refused: Int

    /// Verifies an export.
    package init(_ export: EpochExport) {
        let head = export.head
        var findings = export.playerFindings
        var versions: [Int64: RebuiltVersion] = [:]
        for version in [head.version] + head.earlier {
            let (rebuilt, faults) = version.rebuilt(as: head.game, head.kind)
            findings += faults
            versions[version.epoch] = rebuilt
        }
        let terms = versions[head.version.epoch]?.game.terms
        findings += head.findings(in: terms?.zone)
        if let terms { findings += export.reservationFindings(by: terms) }
        var run = EpochRun(export, versions)
        for (place, entry) in export.entries.enumerated() { run.replay(entry, at: place) }
        run.finish()
        self.findings = findings + run.findings
        verdicts = run.verdicts
        refused = export.entries.count(where: \.isGivenBack)
    }

    /// Whether nothing was found.
    package var isRight: Bool { findings.isEmpty }

    /// How many draws and rounds came out as they stand in the export.
    package var drawsRight: Int { verdicts.count(where: \.isRight) }

    /// How many did not.
    package var drawsWrong: Int { verdicts.count - drawsRight }

    /// What an export cannot show, so that it is believed; each for people.
    package static let believed = [
        "that the commitment was published before the epoch: compare it with what you noted then",
        "the levels of members, and who was eligible",
        "how each play was paid, why one was refused, and why stock was changed",
        "the opening state, which must be the closing state of the epoch before",
        "whether a round that timed out had reached its time",
        "titles and pictures",
    ]
}
