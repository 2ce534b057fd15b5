import Primitives
import Wire

/// What members of a load have.
enum LoadAsset: String, Sendable, CaseIterable {
    case points
    case tickets
}

/// What a load knows of one member: the sums of all that was acknowledged.
struct LoadMember: Sendable {
    struct Sums: Sendable {
        /// What was ever granted, be it pending still, less what was taken back.
        var earned: Int64 = 0
        /// What was ever spent, less what was returned.
        var spent: Int64 = 0
    }

    var points = Sums()
    var tickets = Sums()
    /// The part of the points that ends with the day on which the load began.
    var tonight: Int64 = 0
    /// How many writes about the member were begun.
    private(set) var begun: UInt32 = 0
    /// How many of them have a known end.
    private(set) var ended: UInt32 = 0

    /// Whether nothing about the member is under way or unknown.
    var isQuiet: Bool { begun == ended }

    mutating func begin() {
        begun += 1
    }

    mutating func end(_ outcome: LoadOutcome) {
        ended += 1
        tonight += outcome.tonight
        points.earned += outcome.points.earned
        points.spent += outcome.points.spent
        tickets.earned += outcome.tickets.earned
        tickets.spent += outcome.tickets.spent
    }

    /// What is wrong with a balance that was read while the member was quiet.
    func fault(in answer: JSON, _ night: LoadNight) -> LoadFault? {
        guard let asOf = answer["asOf"]?.text.flatMap({ Instant($0) }) else {
            return LoadFault("a balance without an instant: \(answer)")
        }
        let over = asOf < night.midnight ? 0 : tonight
        return fault(in: answer, of: .points, points, over)
            ?? fault(in: answer, of: .tickets, tickets, 0)
    }

    private func fault(
        in answer: JSON,
        of asset: LoadAsset,
        _ sums: Sums,
        _ over: Int64
    ) -> LoadFault? {
        let names = ["available", "pending", "held", "earnedTotal", "spentTotal"]
        let found = names.compactMap { answer["assets"]?[asset.rawValue]?[$0]?.integer }
        guard found.count == names.count else {
            return LoadFault("a balance without \(asset): \(answer)")
        }
        let isRight =
            found[0] + found[1] + found[2] == sums.earned - sums.spent - over
            && found[3] + found[1] == sums.earned && found[4] == sums.spent
        return isRight
            ? nil
            : LoadFault(
                """
                \(asset) are not what was acknowledged: earned \(sums.earned), spent \
                \(sums.spent), ended \(over), but \(answer)
                """
            )
    }
}

/// A promise that was not kept.
struct LoadFault: Error, Sendable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
