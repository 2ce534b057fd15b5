import BadgesDomain
import Primitives
import Storage

/// What is known of a member beside its events and counts.
struct Standing: Hashable {
    let member: MemberID
    /// By what it was counted.
    var stamp: Int64
    /// The growth of all days.
    var lifeGrowth: Int64
    var level: LevelStanding
    /// How often the neighbours were told a trait of it.
    var traitVersion: Int64
    /// Whether it is stored.
    var isStored: Bool
}

extension Snapshot {
    /// A member that anything is known of, or nil.
    borrowing func standing(of member: MemberID) throws -> Standing? {
        try first(
            """
            SELECT stamp, life_growth, level, since, review_on, grace_ends_on, rewarded,
                trait_version
            FROM standing WHERE member = ?
            """,
            .text(member.text)
        ) { row in
            Standing(
                member: member,
                stamp: row.int(0),
                lifeGrowth: row.int(1),
                level: LevelStanding(
                    level: row.int(2),
                    since: CalendarDay(daysSinceEpoch: row.int(3)),
                    reviewOn: row.optionalInt(4).map(CalendarDay.init(daysSinceEpoch:)),
                    graceEndsOn: row.optionalInt(5).map(CalendarDay.init(daysSinceEpoch:)),
                    rewarded: row.int(6)
                ),
                traitVersion: row.int(7),
                isStored: true
            )
        }
    }

    /// The growth of a member's days from one to another.
    borrowing func growth(
        of member: MemberID,
        from first: CalendarDay,
        to last: CalendarDay
    ) throws -> Int64 {
        try self.first(
            """
            SELECT CAST(COALESCE(SUM(growth), 0) AS BIGINT) FROM growth_day
            WHERE member = ? AND day BETWEEN ? AND ?
            """,
            .text(member.text),
            .int(first.daysSinceEpoch),
            .int(last.daysSinceEpoch)
        ) { $0.int(0) } ?? 0
    }

    /// When a member is due first, or nil.
    borrowing func nextDue() throws -> Instant? {
        try first(
            "SELECT due_at FROM standing WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1"
        ) { Instant(milliseconds: $0.int(0)) }
    }

    /// The members who are due until an instant, the first ones first.
    borrowing func dueMembers(until now: Instant, limit: Int) throws -> [MemberID] {
        try all(
            """
            SELECT member FROM standing WHERE due_at IS NOT NULL AND due_at <= ?
            ORDER BY due_at, member LIMIT ?
            """,
            .int(now.milliseconds),
            .int(Int64(limit))
        ) { MemberID(validated: $0.text(0)) }
    }

    /// Members who were counted by something else than what a stamp stands for.
    borrowing func membersCounted(otherwiseThan stamp: Int64, limit: Int) throws -> [MemberID] {
        let below = try all(
            "SELECT member FROM standing WHERE stamp < ? LIMIT ?",
            .int(stamp),
            .int(Int64(limit))
        ) { MemberID(validated: $0.text(0)) }
        guard below.count < limit else { return below }
        return try below
            + all(
                "SELECT member FROM standing WHERE stamp > ? LIMIT ?",
                .int(stamp),
                .int(Int64(limit - below.count))
            ) { MemberID(validated: $0.text(0)) }
    }

    /// Levels of members in the order of their ids, from behind one on.
    borrowing func levels(after member: String, limit: Int) throws -> [(MemberID, Int64, Int64)] {
        try all(
            """
            SELECT member, level, trait_version FROM standing WHERE member > ?
            ORDER BY member LIMIT ?
            """,
            .text(member),
            .int(Int64(limit))
        ) { (MemberID(validated: $0.text(0)), $0.int(1), $0.int(2)) }
    }
}

extension Transaction {
    /// Stores what is known of a member.
    ///
    /// - Parameters:
    ///   - standing: What is known.
    ///   - former: What is stored, or nil.
    ///   - dueAt: When it is due, or nil.
    /// - Throws: `StorageError`.
    borrowing func save(
        _ standing: Standing,
        replacing former: Standing?,
        dueAt: Instant?
    ) throws {
        guard standing != former else { return }
        let level = standing.level
        if former == nil { try count(1, holding: "", "") }
        if level.level != former?.level.level {
            if let former { try count(-1, holding: "", "\(former.level.level)") }
            try count(1, holding: "", "\(level.level)")
        }
        if let former, former.stamp == standing.stamp, former.level.dueOn == level.dueOn {
            try saveUnindexed(standing)
        } else {
            try saveAll(standing, dueAt: dueAt)
        }
    }

    /// Stores what no index is made of, which leaves the indexes alone.
    private borrowing func saveUnindexed(_ standing: Standing) throws {
        let level = standing.level
        try execute(
            """
            UPDATE standing SET life_growth = ?, level = ?, since = ?, review_on = ?,
                grace_ends_on = ?, rewarded = ?, trait_version = ?
            WHERE member = ?
            """,
            .int(standing.lifeGrowth),
            .int(level.level),
            .int(level.since.daysSinceEpoch),
            .optional(level.reviewOn?.daysSinceEpoch),
            .optional(level.graceEndsOn?.daysSinceEpoch),
            .int(level.rewarded),
            .int(standing.traitVersion),
            .text(standing.member.text)
        )
    }

    private borrowing func saveAll(_ standing: Standing, dueAt: Instant?) throws {
        let level = standing.level
        try execute(
            """
            INSERT INTO standing (member, stamp, life_growth, level, since, review_on,
                grace_ends_on, rewarded, trait_version, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (member) DO UPDATE SET stamp = excluded.stamp,
                life_growth = excluded.life_growth, level = excluded.level,
                since = excluded.since, review_on = excluded.review_on,
                grace_ends_on = excluded.grace_ends_on, rewarded = excluded.rewarded,
                trait_version = excluded.trait_version, due_at = excluded.due_at
            """,
            .text(standing.member.text),
            .int(standing.stamp),
            .int(standing.lifeGrowth),
            .int(level.level),
            .int(level.since.daysSinceEpoch),
            .optional(level.reviewOn?.daysSinceEpoch),
            .optional(level.graceEndsOn?.daysSinceEpoch),
            .int(level.rewarded),
            .int(standing.traitVersion),
            .optional(dueAt?.milliseconds)
        )
    }
}
