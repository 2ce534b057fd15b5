import BadgesDomain
import Primitives

/// Where a list of a leaderboard goes on: behind some of those who have as much since the same
/// instant.
///
/// It names nobody, as a cursor of it is given to whoever asks, and some members are hidden.
struct ListPlace: Hashable {
    /// The most that a list may pass over, in places of the same value and instant.
    private static let mostSkipped: Int64 = 10_000_000

    /// What stands before all who have as much since that instant.
    let start: Score
    /// How many of them are behind.
    let skipped: Int64

    /// The beginning of a list.
    static let first = ListPlace(start: .first, skipped: 0)

    private init(start: Score, skipped: Int64) {
        self.start = start
        self.skipped = skipped
    }

    /// The place that a cursor names, or nil.
    init?(cursor: String) {
        let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 3, let value = Int64(parts[0]), value > 0,
            let reachedAt = Int64(parts[1]), let skipped = Int64(parts[2]),
            (0...Self.mostSkipped).contains(skipped)
        else { return nil }
        start = Score(member: "", value: value, reachedAt: Instant(milliseconds: reachedAt))
        self.skipped = skipped
    }

    /// The cursor of the list.
    var cursor: String { "\(start.value).\(start.reachedAt.milliseconds).\(skipped)" }

    /// The place behind a page of the list that begins here, or nil where the page is empty.
    func behind(_ page: some BidirectionalCollection<Score>) -> ListPlace? {
        guard let last = page.last else { return nil }
        let equal = page.reversed().prefix {
            $0.value == last.value && $0.reachedAt == last.reachedAt
        }
        let isSame = start.value == last.value && start.reachedAt == last.reachedAt
        let next = Score(member: "", value: last.value, reachedAt: last.reachedAt)
        return ListPlace(start: next, skipped: Int64(equal.count) + (isSame ? skipped : 0))
    }
}
