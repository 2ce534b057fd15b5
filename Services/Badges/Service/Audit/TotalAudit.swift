import BadgesDomain
import Primitives
import Storage

/// Counts all members anew, for what is counted of all of them, and compares that with what is
/// stored.
///
/// Each count is a read of its own, since with many members all of them together take longer than
/// one read may. One that takes longer even so, or for which there is no time, is named, and fails
/// nothing else.
struct TotalAudit {
    /// How many times the read limit the holders of all badges may take, which lie by member and
    /// cannot be counted in parts.
    private static let holderLimits = 4

    let store: Store
    /// After it no further count is begun.
    let end: ContinuousClock.Instant
    private(set) var differences: [CountAudit.Difference] = []
    /// What there was no time to count.
    private(set) var notChecked: [String] = []

    /// Counts members, levels, holders of all badges, and lists that are open.
    init(
        _ store: Store,
        open periods: Set<BoardPlace>,
        until end: ContinuousClock.Instant
    ) throws {
        self.store = store
        self.end = end
        try check("members") { reads in
            Self.differences(
                "",
                stored: try reads.holders().tiers(of: ""),
                computed: try reads.countLevels()
            )
        }
        try check("members who hold badges", lasting: Self.holderLimits) { reads in
            let (stored, computed) = (try reads.holders(), try reads.countHolders())
            return stored.badges.union(computed.keys).sorted().flatMap { badge in
                Self.differences(
                    badge,
                    stored: stored.tiers(of: badge),
                    computed: computed[badge] ?? [:]
                )
            }
        }
        for place in periods.sorted(by: { ($0.board, $0.period) < ($1.board, $1.period) }) {
            try check(Self.name(of: place)) { try Self.differences(in: place, $0) }
        }
    }

    private mutating func check(
        _ what: String,
        lasting limits: Int = 1,
        _ count: (borrowing Snapshot) throws -> [CountAudit.Difference]
    ) throws {
        do {
            guard ContinuousClock.now < end else { throw StorageError.timeIsOver }
            differences += try store.read(lasting: limits, count)
        } catch StorageError.timeIsOver {
            // The periods of one board have one name.
            if notChecked.last != what { notChecked.append(what) }
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
