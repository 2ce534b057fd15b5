import BadgesDomain
import Primitives
import Storage

/// Counts the members of leaderboards by their values anew and compares that with what is stored.
///
/// Periods that are closed are not looked at again.
struct BoardAudit {
    /// How many places of a list are read at once.
    private static let page = 1_000

    /// What differs in a period.
    func differences(
        in place: BoardPlace,
        _ reads: borrowing Snapshot
    ) throws -> [CountAudit.Difference] {
        var counts: [ValueBucket: Int64] = [:]
        var last = Score.first
        while true {
            let scores = try reads.scores(behind: last, in: place, limit: Self.page)
            for bucket in scores.flatMap({ ValueBucket.holding($0.value) }) {
                counts[bucket, default: 0] += 1
            }
            guard scores.count == Self.page, let next = scores.last else { break }
            last = next
        }
        let stored = try reads.buckets(of: place)
        let buckets = Set(stored.keys).union(counts.keys)
        return buckets.filter { stored[$0] != counts[$0] }.sorted {
            ($0.shift, $0.prefix) < ($1.shift, $1.prefix)
        }.map { bucket in
            CountAudit.Difference(
                member: nil,
                measure: "members on board \(place.board) in \(bucket.prefix) of \(bucket.shift)",
                period: place.period,
                stored: stored[bucket] ?? 0,
                computed: counts[bucket] ?? 0
            )
        }
    }
}
