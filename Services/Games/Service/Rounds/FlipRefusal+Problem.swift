import GamesDomain
import Primitives
import Problems
import Wire

extension Problem {
    /// The problem of each refusal of a flip, or of an extra one.
    init(_ refusal: FlipRefusal) {
        switch refusal {
        case .noSuchCard(let cards):
            self.init(JSONFault(at: "position", "must be a whole number from 1 to \(cards)"))
        case .finished: self.init(.roundFinished, "the round is over")
        case .noFlipLeft(let forSale):
            self.init(
                .limitReached,
                "every flip that is paid for is used",
                members: [.init("limit", "flips"), .init("forSale", .integer(forSale))]
            )
        case .notOffered: self.init(.notFound, "the game sells no further flips")
        case .noCardLeft:
            self.init(
                .limitReached,
                "every card has its flip already",
                members: [.init("limit", "cards")]
            )
        case .limitReached(let most):
            self.init(
                .limitReached,
                "as many extra flips are bought as a round can have",
                members: [.init("limit", "extraFlips"), .init("most", .integer(most))]
            )
        }
    }
}

extension RoundRow {
    /// The refusal of a round that is none, is another member's, or is not dealt yet.
    static var missing: Problem { Problem(.notFound, "there is no such round") }

    /// The refusal of a second round of a game.
    static func isOpen(_ id: TimeOrderedID) -> Problem {
        Problem(
            .limitReached,
            "a round of this game is open",
            members: [
                .init("limit", "openRounds"), .init("most", 1), .init("used", 1),
                .init("round", .string(id.description)),
            ]
        )
    }
}
