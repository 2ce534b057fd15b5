import GamesDomain
import Primitives

/// Of a finding, only whose it is and what it is called.
struct ReplayFindingSketch: Equatable {
    let player: Int?
    let word: String

    init(_ player: Int?, _ word: String) {
        self.player = player
        self.word = word
    }
}

extension [ReplayFinding<Int>] {
    func contains(_ sketch: ReplayFindingSketch) -> Bool {
        contains { ReplayFindingSketch($0.player, $0.what.word) == sketch }
    }
}

extension ReplayFault {
    /// The name of its case.
    var word: String { String("\(self)".prefix { $0 != "(" }) }
}

extension RecordedPlay {
    /// The same play with another result.
    func with(_ result: Result) -> RecordedPlay {
        RecordedPlay(
            player: player,
            reservation: reservation,
            settledAt: settledAt,
            result: result
        )
    }
}

extension DrawOutcome {
    /// The outcome with each of its parts changed, and what is found then.
    var changes: [(DrawOutcome, String)] {
        let lie = Substitution(prize: giving.rolled, hindrance: .outOfStock, left: 7)
        return [
            (with(nonce: nonce + 100), "nonce"),
            (with(pityBefore: pityBefore.merging(["lie": 1]) { $1 }), "pityBefore"),
            (with(weighting: .only(tier: 99)), "weighting"),
            (with(Giving("lie", giving.substitutions, giving.given, giving.reward)), "rolled"),
            (
                with(
                    Giving(
                        giving.rolled,
                        giving.substitutions + [lie],
                        giving.given,
                        giving.reward
                    )
                ), "substitutions"
            ),
            (
                with(Giving(giving.rolled, giving.substitutions, "lie", giving.reward)), "given"
            ),
            (
                with(Giving(giving.rolled, giving.substitutions, giving.given, .freezes(9))),
                "reward"
            ),
        ]
    }

    private func with(
        _ giving: Giving? = nil,
        nonce: Int64? = nil,
        pityBefore: [PoolID: Int64]? = nil,
        weighting: Weighting? = nil
    ) -> DrawOutcome {
        DrawOutcome(
            nonce: nonce ?? self.nonce,
            pityBefore: pityBefore ?? self.pityBefore,
            weighting: weighting ?? self.weighting,
            giving: giving ?? self.giving
        )
    }
}

extension Giving {
    fileprivate init(
        _ rolled: PrizeID,
        _ substitutions: [Substitution],
        _ given: PrizeID,
        _ reward: Reward
    ) {
        self.init(rolled: rolled, substitutions: substitutions, given: given, reward: reward)
    }
}
