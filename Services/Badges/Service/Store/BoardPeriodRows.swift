import BadgesDomain
import Primitives
import Storage

/// A period of a leaderboard that has begun to be filled.
struct BoardPeriod {
    let place: BoardPlace
    /// The board's name in the programme.
    let name: String
    /// From when on nothing changes it any more; nil for never.
    let closesAt: Instant?
    /// When it was closed.
    var closedAt: Instant?
    /// When all prizes were handed out.
    var settledAt: Instant?
    /// How many members were given a prize.
    var winners: Int64 = 0
    /// How many places of the list were gone through for that, and which was the last.
    var listed: Int64 = 0
    var last = Score.first

    /// Whether what happens at an instant changes it.
    func isOpen(at now: Instant) -> Bool {
        closedAt == nil && closesAt.map { now < $0 } ?? true
    }

    /// When it was frozen, or nil while it is open: that the job comes later changes nothing.
    func frozenAt(asOf now: Instant) -> Instant? {
        isOpen(at: now) ? nil : closesAt
    }
}

extension Snapshot {
    /// A period of a leaderboard, or nil where nobody has a score yet.
    borrowing func boardPeriod(_ place: BoardPlace) throws -> BoardPeriod? {
        try first(
            """
            SELECT board, period, name, closes_at, closed_at, settled_at, winners, listed,
                listed_value, listed_at, listed_member
            FROM board_period WHERE board = ? AND period = ?
            """,
            .int(place.board),
            .int(place.period)
        ) { BoardPeriod($0) }
    }

    /// The periods of a leaderboard before one, the latest first.
    borrowing func boardPeriods(before place: BoardPlace, limit: Int) throws -> [BoardPeriod] {
        try all(
            """
            SELECT board, period, name, closes_at, closed_at, settled_at, winners, listed,
                listed_value, listed_at, listed_member
            FROM board_period WHERE board = ? AND period < ? ORDER BY period DESC LIMIT ?
            """,
            .int(place.board),
            .int(place.period),
            .int(Int64(limit))
        ) { BoardPeriod($0) }
    }

    /// The periods that still take what happens at an instant.
    borrowing func openPeriods(at now: Instant) throws -> Set<BoardPlace> {
        let places = try all(
            """
            SELECT board, period FROM board_period
            WHERE closed_at IS NULL AND (closes_at IS NULL OR closes_at > ?)
            """,
            .int(now.milliseconds)
        ) { BoardPlace(board: $0.int(0), period: $0.int(1)) }
        return Set(places)
    }

    /// When a period is to be closed first, or nil.
    borrowing func nextClosing() throws -> Instant? {
        try first(
            """
            SELECT closes_at FROM board_period
            WHERE settled_at IS NULL AND closes_at IS NOT NULL ORDER BY closes_at LIMIT 1
            """
        ) { Instant(milliseconds: $0.int(0)) }
    }

    /// The periods that are to be closed at or before an instant, the first ones first, from behind
    /// one on.
    borrowing func closingPeriods(
        at now: Instant,
        after last: BoardPeriod?,
        limit: Int
    ) throws -> [BoardPeriod] {
        try all(
            """
            SELECT board, period, name, closes_at, closed_at, settled_at, winners, listed,
                listed_value, listed_at, listed_member
            FROM board_period
            WHERE settled_at IS NULL AND closes_at IS NOT NULL AND closes_at <= ?
                AND (closes_at, board, period) > (?, ?, ?)
            ORDER BY closes_at, board, period LIMIT ?
            """,
            .int(now.milliseconds),
            .int(last?.closesAt?.milliseconds ?? .min),
            .int(last?.place.board ?? .min),
            .int(last?.place.period ?? .min),
            .int(Int64(limit))
        ) { BoardPeriod($0) }
    }
}

extension BoardPeriod {
    fileprivate init(_ row: borrowing Row) {
        self.init(
            place: BoardPlace(board: row.int(0), period: row.int(1)),
            name: row.text(2),
            closesAt: row.optionalInt(3).map(Instant.init(milliseconds:)),
            closedAt: row.optionalInt(4).map(Instant.init(milliseconds:)),
            settledAt: row.optionalInt(5).map(Instant.init(milliseconds:)),
            winners: row.int(6),
            listed: row.int(7),
            last: Score(
                member: row.text(10),
                value: row.int(8),
                reachedAt: Instant(milliseconds: row.int(9))
            )
        )
    }
}

extension Transaction {
    /// Stores a period, new or not.
    borrowing func save(_ period: BoardPeriod) throws {
        try execute(
            """
            INSERT INTO board_period (board, period, name, closes_at, closed_at, settled_at,
                winners, listed, listed_value, listed_at, listed_member)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (board, period) DO UPDATE SET closed_at = excluded.closed_at,
                settled_at = excluded.settled_at, winners = excluded.winners,
                listed = excluded.listed, listed_value = excluded.listed_value,
                listed_at = excluded.listed_at, listed_member = excluded.listed_member
            """,
            .int(period.place.board),
            .int(period.place.period),
            .text(period.name),
            .optional(period.closesAt?.milliseconds),
            .optional(period.closedAt?.milliseconds),
            .optional(period.settledAt?.milliseconds),
            .int(period.winners),
            .int(period.listed),
            .int(period.last.value),
            .int(period.last.reachedAt.milliseconds),
            .text(period.last.member)
        )
    }
}
