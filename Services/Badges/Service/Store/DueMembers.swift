import Primitives
import Storage

/// A member for whom something is to be done by itself, in the order in which it is.
struct DueMember {
    /// What they are ordered by: when it is due, or by what the member was counted.
    let order: Int64
    let member: MemberID
}

extension Snapshot {
    /// The members who are due until an instant, the first ones first, from behind one on.
    borrowing func dueMembers(
        until now: Instant,
        after last: DueMember?,
        limit: Int
    ) throws -> [DueMember] {
        try all(
            """
            SELECT due_at, member FROM standing
            WHERE due_at IS NOT NULL AND due_at <= ? AND (due_at, member) > (?, ?)
            ORDER BY due_at, member LIMIT ?
            """,
            .int(now.milliseconds),
            .int(last?.order ?? .min),
            .text(last?.member.text ?? ""),
            .int(Int64(limit)),
            as: DueMember.init
        )
    }

    /// Members who were counted by something else than what a stamp stands for, from behind one
    /// on.
    borrowing func membersCounted(
        otherwiseThan stamp: Int64,
        after last: DueMember?,
        limit: Int
    ) throws -> [DueMember] {
        let below = try all(
            """
            SELECT stamp, member FROM standing WHERE stamp < ? AND (stamp, member) > (?, ?)
            ORDER BY stamp, member LIMIT ?
            """,
            .int(stamp),
            .int(last?.order ?? .min),
            .text(last?.member.text ?? ""),
            .int(Int64(limit)),
            as: DueMember.init
        )
        guard below.count < limit else { return below }
        return try below
            + all(
                """
                SELECT stamp, member FROM standing WHERE stamp > ? AND (stamp, member) > (?, ?)
                ORDER BY stamp, member LIMIT ?
                """,
                .int(stamp),
                .int(last?.order ?? .min),
                .text(last?.member.text ?? ""),
                .int(Int64(limit - below.count)),
                as: DueMember.init
            )
    }

    /// How many members were counted by something else than what a stamp stands for; those alone
    /// are looked at.
    borrowing func countOfMembersCounted(otherwiseThan stamp: Int64) throws -> Int64 {
        try first(
            """
            SELECT (SELECT COUNT(*) FROM standing WHERE stamp < ?)
                + (SELECT COUNT(*) FROM standing WHERE stamp > ?)
            """,
            .int(stamp),
            .int(stamp)
        ) { $0.int(0) } ?? 0
    }
}

extension DueMember {
    fileprivate init(_ row: borrowing Row) {
        self.init(order: row.int(0), member: MemberID(validated: row.text(1)))
    }
}
