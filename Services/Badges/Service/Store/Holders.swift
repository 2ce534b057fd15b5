/// How many members hold each tier; the number of members stands under two empty names, that of
/// each level under an empty name and the level's number.
struct Holders {
    private let counts: TierTable<Int64>

    /// Takes what the store counts.
    init(_ counts: TierTable<Int64>) {
        self.counts = counts
    }

    /// How many members there are.
    var members: Int64 { members(holding: "", "") }
    /// The badges that anybody has ever had.
    var badges: Set<String> { Set(counts.rows.map(\.badge)).subtracting([""]) }

    /// How many members hold a tier.
    func members(holding badge: String, _ tier: String) -> Int64 { counts[badge][tier] ?? 0 }

    /// How many members hold each tier of a badge, as far as anybody has ever held it.
    func counts(of badge: String) -> TierTable<Int64>.Tiers { counts[badge] }

    /// The same by the tiers' names.
    func tiers(of badge: String) -> [String: Int64] {
        counts[badge].rows.reduce(into: [:]) { $0[$1.tier] = $1.value }
    }
}
