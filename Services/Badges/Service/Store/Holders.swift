/// How many members hold each tier; the number of members stands under two empty names, that of
/// each level under an empty name and the level's number.
struct Holders {
    /// One row of it.
    struct Count {
        let badge: String
        let tier: String
        let members: Int64
    }

    private let counts: [Count]

    /// Takes rows in the order of their names, the characters of which are those of ids.
    init(_ counts: [Count]) {
        self.counts = counts
    }

    /// How many members there are.
    var members: Int64 { members(holding: "", "") }
    /// The badges that anybody has ever had.
    var badges: Set<String> { Set(counts.map(\.badge)).subtracting([""]) }

    /// How many members hold a tier.
    ///
    /// A page asks that of each tier, and a dictionary of them would be made for one page alone.
    func members(holding badge: String, _ tier: String) -> Int64 {
        var (low, high) = (0, counts.count)
        while low < high {
            let middle = (low + high) / 2
            let count = counts[middle]
            if (count.badge, count.tier) < (badge, tier) { low = middle + 1 } else { high = middle }
        }
        guard low < counts.count, counts[low].badge == badge, counts[low].tier == tier
        else { return 0 }
        return counts[low].members
    }

    /// How many members hold each tier of a badge.
    func tiers(of badge: String) -> [String: Int64] {
        counts.reduce(into: [:]) { tiers, count in
            if count.badge == badge { tiers[count.tier] = count.members }
        }
    }
}
