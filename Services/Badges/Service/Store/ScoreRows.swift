import BadgesDomain
import Primitives
import Storage

/// One period of a leaderboard.
struct BoardPlace: Hashable {
    let board: Int64
    let period: Int64
}

/// What a member has on a leaderboard, which is its place in the list.
struct Score: Hashable {
    let member: String
    let value: Int64
    let reachedAt: Instant
    /// Whether others are not to be told who it is.
    var isHidden = false

    /// What stands before all places of a list.
    static let first = Score(member: "", value: .max, reachedAt: Instant(milliseconds: .min))

    /// The number by which lists are in order.
    fileprivate var deficit: Int64 { -value }
}

extension Snapshot {
    /// What a member has in a period, or nil for nothing.
    borrowing func score(of member: MemberID, in place: BoardPlace) throws -> Score? {
        try first(
            "SELECT deficit, reached_at FROM score WHERE member = ? AND board = ? AND period = ?",
            .text(member.text),
            .int(place.board),
            .int(place.period)
        ) { row in
            Score(
                member: member.text,
                value: 0 &- row.int(0),
                reachedAt: Instant(milliseconds: row.int(1))
            )
        }
    }

    /// What a member has in all periods that are not closed.
    borrowing func openScores(of member: MemberID) throws -> [BoardPlace: Score] {
        var scores: [BoardPlace: Score] = [:]
        try each(
            """
            SELECT score.board, score.period, deficit, reached_at FROM score
            JOIN board_period ON board_period.board = score.board
                AND board_period.period = score.period
            WHERE member = ? AND closed_at IS NULL
            """,
            .text(member.text)
        ) { row in
            scores[BoardPlace(board: row.int(0), period: row.int(1))] = Score(
                member: member.text,
                value: 0 &- row.int(2),
                reachedAt: Instant(milliseconds: row.int(3))
            )
        }
        return scores
    }

    /// How many members have a score within each bucket of a period.
    borrowing func buckets(of place: BoardPlace) throws -> [ValueBucket: Int64] {
        var buckets: [ValueBucket: Int64] = [:]
        try each(
            "SELECT shift, prefix, members FROM score_bucket WHERE board = ? AND period = ?",
            .int(place.board),
            .int(place.period)
        ) { buckets[ValueBucket(shift: $0.int(0), prefix: $0.int(1))] = $0.int(2) }
        return buckets
    }

    /// The same, counted from the scores of all members.
    borrowing func countBuckets(of place: BoardPlace) throws -> [ValueBucket: Int64] {
        var buckets: [ValueBucket: Int64] = [:]
        try each(
            """
            SELECT deficit, COUNT(*) FROM score WHERE board = ? AND period = ? GROUP BY deficit
            """,
            .int(place.board),
            .int(place.period)
        ) { row in
            for bucket in ValueBucket.holding(0 &- row.int(0)) {
                buckets[bucket, default: 0] += row.int(1)
            }
        }
        return buckets
    }

    /// How many members have more than a value.
    borrowing func members(above value: Int64, in place: BoardPlace) throws -> Int64 {
        try members(above: value, upTo: try extent(of: place).largest, in: place)
    }

    /// The same where the largest value of all is known.
    borrowing func members(
        above value: Int64,
        upTo largest: Int64,
        in place: BoardPlace
    ) throws -> Int64 {
        var count: Int64 = 0
        for run in ValueBucket.above(value, upTo: largest) {
            let members =
                try first(
                    """
                    SELECT CAST(COALESCE(SUM(members), 0) AS BIGINT) FROM score_bucket
                    WHERE board = ? AND period = ? AND shift = ? AND prefix BETWEEN ? AND ?
                    """,
                    .int(place.board),
                    .int(place.period),
                    .int(run.shift),
                    .int(run.prefixes.lowerBound),
                    .int(run.prefixes.upperBound)
                ) { $0.int(0) } ?? 0
            count += run.isTaken ? -members : members
        }
        return count
    }

    /// How many members have a score in a period, and the largest of their values.
    borrowing func extent(
        of place: BoardPlace
    ) throws -> (members: Int64, largest: Int64) {
        try first(
            """
            SELECT
                (SELECT members FROM score_bucket
                    WHERE board = ? AND period = ? AND shift = ? AND prefix = ?),
                (SELECT deficit FROM score WHERE board = ? AND period = ?
                    ORDER BY deficit LIMIT 1)
            """,
            .int(place.board),
            .int(place.period),
            .int(ValueBucket.all.shift),
            .int(ValueBucket.all.prefix),
            .int(place.board),
            .int(place.period)
        ) { (members: $0.optionalInt(0) ?? 0, largest: 0 &- ($0.optionalInt(1) ?? 0)) }
            ?? (members: 0, largest: 0)
    }

    /// The places of a list behind one of them, in their order.
    ///
    /// - Parameters:
    ///   - place: The place; with no member, one before all who have as much since then.
    ///   - skipped: How many more are passed over.
    ///   - period: The list.
    ///   - limit: How many at most.
    /// - Returns: The places.
    /// - Throws: `StorageError`.
    borrowing func scores(
        behind place: Score,
        skipping skipped: Int64 = 0,
        in period: BoardPlace,
        limit: Int
    ) throws -> [Score] {
        try all(
            """
            SELECT score.member, deficit, reached_at, hidden_member.member FROM score
            LEFT JOIN hidden_member ON hidden_member.member = score.member
            WHERE board = ? AND period = ? AND (deficit, reached_at, score.member) > (?, ?, ?)
            ORDER BY deficit, reached_at, score.member LIMIT ? OFFSET ?
            """,
            .int(period.board),
            .int(period.period),
            .int(place.deficit),
            .int(place.reachedAt.milliseconds),
            .text(place.member),
            .int(Int64(limit)),
            .int(skipped)
        ) { Score($0) }
    }

    /// The places of a list before one of them, the nearest first.
    borrowing func scores(
        before place: Score,
        in period: BoardPlace,
        limit: Int
    ) throws -> [Score] {
        try all(
            """
            SELECT score.member, deficit, reached_at, hidden_member.member FROM score
            LEFT JOIN hidden_member ON hidden_member.member = score.member
            WHERE board = ? AND period = ? AND (deficit, reached_at, score.member) < (?, ?, ?)
            ORDER BY deficit DESC, reached_at DESC, score.member DESC LIMIT ?
            """,
            .int(period.board),
            .int(period.period),
            .int(place.deficit),
            .int(place.reachedAt.milliseconds),
            .text(place.member),
            .int(Int64(limit))
        ) { Score($0) }
    }

    /// Whether a member is not to be named to others.
    borrowing func isHidden(_ member: MemberID) throws -> Bool {
        try first("SELECT 1 FROM hidden_member WHERE member = ?", .text(member.text)) { _ in
            true
        } ?? false
    }
}

extension Score {
    /// Reads the columns member, deficit, reached_at and the member that is hidden.
    fileprivate init(_ row: borrowing Row) {
        member = row.text(0)
        value = 0 &- row.int(1)
        reachedAt = Instant(milliseconds: row.int(2))
        isHidden = !row.isNull(3)
    }
}

extension Transaction {
    /// Stores what a member has in a period, and counts it among the others; nothing is removed.
    borrowing func put(
        _ score: Score?,
        of member: MemberID,
        replacing former: Score?,
        in place: BoardPlace
    ) throws {
        if let score {
            try execute(
                """
                INSERT INTO score (member, board, period, deficit, reached_at)
                VALUES (?, ?, ?, ?, ?)
                ON CONFLICT (member, board, period) DO UPDATE SET deficit = excluded.deficit,
                    reached_at = excluded.reached_at
                """,
                .text(member.text),
                .int(place.board),
                .int(place.period),
                .int(score.deficit),
                .int(score.reachedAt.milliseconds)
            )
        } else {
            try execute(
                "DELETE FROM score WHERE member = ? AND board = ? AND period = ?",
                .text(member.text),
                .int(place.board),
                .int(place.period)
            )
        }
        let left = ValueBucket.holding(former?.value ?? 0)
        let entered = ValueBucket.holding(score?.value ?? 0)
        for bucket in left.subtracting(entered) { try leave(bucket, in: place) }
        for bucket in entered.subtracting(left) { try enter(bucket, in: place) }
    }

    private borrowing func enter(_ bucket: ValueBucket, in place: BoardPlace) throws {
        try execute(
            """
            INSERT INTO score_bucket (board, period, shift, prefix, members)
            VALUES (?, ?, ?, ?, 1)
            ON CONFLICT (board, period, shift, prefix) DO UPDATE
            SET members = score_bucket.members + 1
            """,
            .int(place.board),
            .int(place.period),
            .int(bucket.shift),
            .int(bucket.prefix)
        )
    }

    private borrowing func leave(_ bucket: ValueBucket, in place: BoardPlace) throws {
        let removed = try execute(
            """
            DELETE FROM score_bucket
            WHERE board = ? AND period = ? AND shift = ? AND prefix = ? AND members = 1
            """,
            .int(place.board),
            .int(place.period),
            .int(bucket.shift),
            .int(bucket.prefix)
        )
        guard removed == 0 else { return }
        try execute(
            """
            UPDATE score_bucket SET members = members - 1
            WHERE board = ? AND period = ? AND shift = ? AND prefix = ?
            """,
            .int(place.board),
            .int(place.period),
            .int(bucket.shift),
            .int(bucket.prefix)
        )
    }

    /// Hides a member from others, or shows it again.
    borrowing func hide(_ member: MemberID, _ isHidden: Bool, at now: Instant) throws {
        if isHidden {
            try execute(
                """
                INSERT INTO hidden_member (member, since) VALUES (?, ?)
                ON CONFLICT (member) DO NOTHING
                """,
                .text(member.text),
                .int(now.milliseconds)
            )
        } else {
            try execute("DELETE FROM hidden_member WHERE member = ?", .text(member.text))
        }
    }
}
