import Primitives
import Sections
import Wire

/// What a badge comes to for all members, page by page added up.
package struct BackfillSums: Hashable, Sendable {
    /// How many members there are of each kind, for one tier.
    package struct Tier: Hashable, Sendable {
        /// The tier's id.
        package let id: String
        /// How many have had it before.
        package var held: Int64
        /// How many get it.
        package var given: Int64
        /// How many lose it.
        package var taken: Int64
    }

    /// How many members were looked at.
    package private(set) var checked: Int64 = 0
    /// How many more the service could not count.
    package private(set) var skipped: Int64 = 0
    /// The badge's tiers, in its order.
    package private(set) var tiers: [Tier] = []
    /// What is handed out, of each kind together.
    package private(set) var cost: [Award.Item] = []

    /// Begins with nobody.
    package init() {}

    /// Adds a page as the service answers it.
    mutating func add(_ page: JSON) {
        checked = checked.sum(page["checked"])
        skipped = skipped.sum(page["skipped"])
        for json in page["tiers"]?.elements ?? [] {
            let id = json["id"]?.text ?? ""
            let place = tiers.firstIndex { $0.id == id } ?? tiers.endIndex
            if place == tiers.endIndex {
                tiers.append(Tier(id: id, held: 0, given: 0, taken: 0))
            }
            tiers[place].held = tiers[place].held.sum(json["held"])
            tiers[place].given = tiers[place].given.sum(json["given"])
            tiers[place].taken = tiers[place].taken.sum(json["taken"])
        }
        for item in (page["cost"]?.elements ?? []).compactMap(Award.Item.init(json:)) {
            if let place = cost.firstIndex(where: { $0.isOfKind(of: item) }) {
                cost[place] = item.with(count: cost[place].count.sum(.integer(item.count)))
            } else {
                cost.append(item)
            }
        }
    }

    /// The sums for people.
    ///
    /// - Parameters:
    ///   - badge: The badge's id.
    ///   - isDryRun: Whether nothing was given.
    /// - Returns: The lines.
    package func lines(of badge: String, isDryRun: Bool) -> [String] {
        let head =
            isDryRun
            ? ["tier", "held", "would get", "would lose"] : ["tier", "held", "got", "lost"]
        let rows = tiers.map { [$0.id, $0.held.grouped, $0.given.grouped, $0.taken.grouped] }
        let items = cost.map(\.words).joined(separator: ", ")
        var lines = ["badge \(badge), \(checked.grouped) members"]
        if skipped > 0 { lines.append("\(skipped.grouped) more cannot be counted") }
        lines += TextTable.lines(head, rows)
        lines.append("rewards: \(items.isEmpty ? "none" : items)")
        if isDryRun { lines.append("nothing was given") }
        return lines
    }
}

extension Int64 {
    /// The sum with a number of an answer, or the end of 64 bits.
    fileprivate func sum(_ json: JSON?) -> Int64 {
        let (sum, isOver) = addingReportingOverflow(json?.integer ?? 0)
        return isOver ? .max : sum
    }
}

extension Award.Item {
    /// What it is, for people.
    fileprivate var words: String {
        switch self {
        case .asset(let asset, let amount): "\(amount.value.grouped) \(asset)"
        case .freezes(let count): "\(count.grouped) freezes"
        case .goods(let product, let quantity): "\(quantity.grouped) × \(product)"
        }
    }
}
