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
    /// The level that it has earned.
    var level: LevelStanding
    /// The level in force, as it is stored and the neighbours were told.
    var inForce: Int64
    /// When something of it is due by itself, as it is stored; nil for never.
    var dueAt: Instant?
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
                trait_version, in_force, due_at
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
                inForce: row.int(8),
                dueAt: row.optionalInt(9).map(Instant.init(milliseconds:)),
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

    /// The days of a member, from one to another, on which it grew.
    borrowing func growthDays(
        of member: MemberID,
        from first: CalendarDay,
        to last: CalendarDay
    ) throws -> [CalendarDay] {
        try all(
            """
            SELECT day FROM growth_day WHERE member = ? AND day BETWEEN ? AND ? AND growth <> 0
            ORDER BY day
            """,
            .text(member.text),
            .int(first.daysSinceEpoch),
            .int(last.daysSinceEpoch)
        ) { CalendarDay(daysSinceEpoch: $0.int(0)) }
    }

    /// The first day behind one on which a member grew, told before it has come; or nil.
    borrowing func nextGrowthDay(
        of member: MemberID,
        after day: CalendarDay
    ) throws -> CalendarDay? {
        try first(
            """
            SELECT day FROM growth_day WHERE member = ? AND day > ? AND growth <> 0
            ORDER BY day LIMIT 1
            """,
            .text(member.text),
            .int(day.daysSinceEpoch)
        ) { CalendarDay(daysSinceEpoch: $0.int(0)) }
    }

    /// When a member is due first, or nil.
    borrowing func nextDue() throws -> Instant? {
        try first(
            "SELECT due_at FROM standing WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1"
        ) { Instant(milliseconds: $0.int(0)) }
    }

    /// Levels in force of members in the order of their ids, from behind one on.
    borrowing func levels(after member: String, limit: Int) throws -> [(MemberID, Int64, Int64)] {
        try all(
            """
            SELECT member, in_force, trait_version FROM standing WHERE member > ?
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
    /// - Throws: `StorageError`.
    borrowing func save(_ standing: Standing, replacing former: Standing?) throws {
        guard standing != former else { return }
        if former == nil { try count(1, holding: "", "") }
        if standing.inForce != former?.inForce {
            if let former { try count(-1, holding: "", "\(former.inForce)") }
            try count(1, holding: "", "\(standing.inForce)")
        }
        if let former, former.stamp == standing.stamp, former.dueAt == standing.dueAt {
            try saveUnindexed(standing)
        } else {
            try saveAll(standing)
        }
    }

    /// Stores what no index is made of, which leaves the indexes alone.
    private borrowing func saveUnindexed(_ standing: Standing) throws {
        let level = standing.level
        try execute(
            """
            UPDATE standing SET life_growth = ?, level = ?, since = ?, review_on = ?,
                grace_ends_on = ?, rewarded = ?, trait_version = ?, in_force = ?
            WHERE member = ?
            """,
            .int(standing.lifeGrowth),
            .int(level.level),
            .int(level.since.daysSinceEpoch),
            .optional(level.reviewOn?.daysSinceEpoch),
            .optional(level.graceEndsOn?.daysSinceEpoch),
            .int(level.rewarded),
            .int(standing.traitVersion),
            .int(standing.inForce),
            .text(standing.member.text)
        )
    }

    private borrowing func saveAll(_ standing: Standing) throws {
        let level = standing.level
        try execute(
            """
            INSERT INTO standing (member, stamp, life_growth, level, since, review_on,
                grace_ends_on, rewarded, trait_version, in_force, due_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (member) DO UPDATE SET stamp = excluded.stamp,
                life_growth = excluded.life_growth, level = excluded.level,
                since = excluded.since, review_on = excluded.review_on,
                grace_ends_on = excluded.grace_ends_on, rewarded = excluded.rewarded,
                trait_version = excluded.trait_version, in_force = excluded.in_force,
                due_at = excluded.due_at
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
            .int(standing.inForce),
            .optional(standing.dueAt?.milliseconds)
        )
    }
}
