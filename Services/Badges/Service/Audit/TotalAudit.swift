import BadgesDomain
import Primitives
import Storage

/// Counts all members anew, for what is counted of all of them, and compares that with what is
/// stored.
///
/// Each count is a read of its own, since with many members all of them together take longer than
/// one read may. One that takes longer even so is named, and fails nothing else.
struct TotalAudit {
    let store: Store
    private(set) var differences: [CountAudit.Difference] = []
    /// What there is too much of to be counted in one read.
    private(set) var notChecked: [String] = []

    /// Counts members, levels, holders of each badge that is known, and lists that are open.
    init(_ store: Store, _ section: BadgesSection, open periods: Set<BoardPlace>) throws {
        self.store = store
        try check("members") { reads in
            Self.differences(
                "",
                stored: try reads.holders().tiers(of: ""),
                computed: try reads.countLevels()
            )
        }
        let known = try store.read { try $0.holders().badges }
        let badges = known.union(section.badges.map(\.badge.id.text))
        for badge in badges.sorted() {
            try check("members who hold \(badge)") { reads in
                Self.differences(
                    badge,
                    stored: try reads.holders().tiers(of: badge),
                    computed: try reads.countHolders(of: badge)
                )
            }
        }
        for place in periods.sorted(by: { ($0.board, $0.period) < ($1.board, $1.period) }) {
            try check(Self.name(of: place)) { try Self.differences(in: place, $0) }
        }
    }

    private mutating func check(
        _ what: String,
        _ count: (borrowing Snapshot) throws -> [CountAudit.Difference]
    ) throws {
        do {
            differences += try store.read(count)
        } catch StorageError.timeIsOver {
            notChecked.append(what)
        }
    }

    /// How many members there are, how many of each level, or how many hold each tier.
    private static func differences(
        _ badge: String,
        stored: [String: Int64],
        computed: [String: Int64]
    ) -> [CountAudit.Difference] {
        Set(stored.keys).union(computed.keys).sorted().compactMap { tier in
            let (number, count) = (stored[tier] ?? 0, computed[tier] ?? 0)
            guard number != count else { return nil }
            let what = badge.isEmpty ? "of level \(tier)" : "who hold \(badge):\(tier)"
            return CountAudit.Difference(
                member: nil,
                measure: badge.isEmpty && tier.isEmpty ? "members" : "members \(what)",
                period: 0,
                stored: number,
                computed: count
            )
        }
    }

    /// How many members lie in each bucket of a period's list; closed ones are not looked at again.
    private static func differences(
        in place: BoardPlace,
        _ reads: borrowing Snapshot
    ) throws -> [CountAudit.Difference] {
        let computed = try reads.countBuckets(of: place)
        let stored = try reads.buckets(of: place)
        let buckets = Set(stored.keys).union(computed.keys)
        return buckets.filter { stored[$0] != computed[$0] }.sorted {
            ($0.shift, $0.prefix) < ($1.shift, $1.prefix)
        }.map { bucket in
            CountAudit.Difference(
                member: nil,
                measure: "\(name(of: place)) in \(bucket.prefix) of \(bucket.shift)",
                period: place.period,
                stored: stored[bucket] ?? 0,
                computed: computed[bucket] ?? 0
            )
        }
    }

    private static func name(of place: BoardPlace) -> String { "members on board \(place.board)" }
}
