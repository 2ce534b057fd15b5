/// Something that is known of each of some tiers.
///
/// A page asks for each tier that it shows, and a dictionary of them would be made for one page
/// alone.
struct TierTable<Value> {
    /// What is known of one tier.
    struct Row {
        let badge: String
        let tier: String
        let value: Value
    }

    /// What is known of the tiers of one badge.
    struct Tiers {
        let rows: ArraySlice<Row>

        /// What is known of a tier, or nil for nothing.
        subscript(tier: String) -> Value? { rows.first { $0.tier == tier }?.value }
    }

    let rows: [Row]

    /// Takes rows in the order of their badges' names, the characters of which are those of ids.
    init(_ rows: [Row]) {
        self.rows = rows
    }

    /// What is known of the tiers of a badge.
    subscript(badge: String) -> Tiers {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].badge < badge { low = middle + 1 } else { high = middle }
        }
        return Tiers(rows: rows[low...].prefix { $0.badge == badge })
    }
}
