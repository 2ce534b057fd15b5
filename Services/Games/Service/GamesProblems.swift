import GamesClient
import GamesDomain
import Primitives
import Problems
import Wire

extension Problem {
    /// The problem of each refusal of a play.
    init(_ refusal: PlayRefusal) {
        switch refusal {
        case .notYetOpen(let opens):
            self.init(.notOpen, "the game has not begun", members: [.init("opensAt", opens.json)])
        case .closed(let since):
            self.init(.notOpen, "the game is over", members: [.init("closedAt", since.json)])
        case .notEligible(let unmet):
            self.init(
                .notEligible,
                "not everybody may play this game",
                members: [.init("unmet", .array(unmet.map(\.json)))]
            )
        case .countNotOffered(let count):
            self.init(
                .invalidRequest,
                "the game does not offer \(count) draws at once",
                members: [.init("count", .integer(count))]
            )
        case .epochOver(let newest):
            self.init(.notOpen, "the epoch is over", members: [.init("epoch", .integer(newest))])
        case .limitReached(let limit, let most, let left, let resetsAt):
            self.init(
                .limitReached,
                "the game is not played so often",
                members: [
                    .init("limit", .string(limit.name)), .init("most", .integer(most)),
                    .init("used", .integer(max(0, most - left))), .init("left", .integer(left)),
                ] + resetsAt.members
            )
        case .noChances(let left, let resetsAt):
            self.init(
                .limitReached,
                "no free chance is left",
                members: [.init("limit", "free"), .init("left", .integer(left))]
                    + resetsAt.members
            )
        }
    }

    /// The problem of each refusal of a restock.
    init(_ refusal: RestockRefusal) {
        switch refusal {
        case .noSuchPrize: self.init(.notFound, "the game has no such prize")
        case .unlimited: self.init(.limitReached, "the prize has no stock that could be changed")
        case .belowZero(let left, let onTables):
            // Both are known to everybody: what lies on tables counts as left.
            self.init(
                .outOfStock,
                onTables > 0
                    ? "more would be taken away than is left beside the cards on tables"
                    : "more would be taken away than is left",
                members: [
                    .init("left", .integer(left)), .init("onTables", .integer(onTables)),
                    .init("most", .integer(max(0, left - min(left, onTables)))),
                ]
            )
        case .outOfRange: self.init(JSONFault(at: "change", "must leave a total of 0 to 10^12"))
        }
    }
}

extension PlayLimit {
    /// Its name in the programme.
    var name: String {
        switch self {
        case .hour: "perHour"
        case .day: "perDay"
        case .campaign: "perCampaign"
        case .total: "total"
        }
    }
}

extension Instant {
    var json: JSON { .string(description) }
}

extension Optional<Instant> {
    fileprivate var members: [JSON.Member] { map { [.init("resetsAt", $0.json)] } ?? [] }
}
