import BadgesDomain
import Primitives
import Storage

extension Snapshot {
    /// The tiers that a member has, and since when.
    borrowing func tiers(heldBy member: MemberID) throws -> TierTable<Instant> {
        let rows = try all(
            """
            SELECT badge, tier, given_at FROM badge WHERE member = ? AND taken_at IS NULL
            ORDER BY badge, tier
            """,
            .text(member.text)
        ) { row in
            TierTable<Instant>.Row(
                badge: row.text(0),
                tier: row.text(1),
                value: Instant(milliseconds: row.int(2))
            )
        }
        return TierTable(rows)
    }

    /// The tiers that a member has, by badge.
    borrowing func heldTiers(of member: MemberID) throws -> [BadgeID: Set<TierID>] {
        try tiers(heldBy: member).rows.reduce(into: [:]) { held, row in
            held[BadgeID(validated: row.badge), default: []].insert(TierID(validated: row.tier))
        }
    }

    /// How many members hold each tier, of how many.
    borrowing func holders() throws -> Holders {
        let rows = try all("SELECT badge, tier, count FROM holder ORDER BY badge, tier") { row in
            TierTable<Int64>.Row(badge: row.text(0), tier: row.text(1), value: row.int(2))
        }
        return Holders(TierTable(rows))
    }
}

extension Snapshot {
    /// How many members there are of each level, and in all, as `Holders` tells it under an empty
    /// name; this reads all of them.
    borrowing func countLevels() throws -> [String: Int64] {
        var levels: [Int64: Int64] = [:]
        try each("SELECT in_force FROM standing") { levels[$0.int(0), default: 0] += 1 }
        var counts: [String: Int64] = [:]
        for (level, members) in levels {
            counts["\(level)"] = members
            counts["", default: 0] += members
        }
        return counts
    }

    /// How many members hold each tier of each badge; this reads the badges of all of them.
    ///
    /// They are added up here as they lie: the store would put all of them in order first.
    borrowing func countHolders() throws -> [String: [String: Int64]] {
        var holders: [String: [String: Int64]] = [:]
        try each("SELECT badge, tier FROM badge WHERE taken_at IS NULL") { row in
            holders[row.text(0), default: [:]][row.text(1), default: 0] += 1
        }
        return holders
    }
}

extension Transaction {
    /// Gives a tier to a member that does not have it.
    borrowing func give(
        _ tier: TierID,
        of badge: BadgeID,
        to member: MemberID,
        at now: Instant
    ) throws {
        try execute(
            """
            INSERT INTO badge (member, badge, tier, given_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (member, badge, tier) DO UPDATE SET given_at = excluded.given_at,
                taken_at = NULL
            """,
            .text(member.text),
            .text(badge.text),
            .text(tier.text),
            .int(now.milliseconds)
        )
        try count(1, holding: badge.text, tier.text)
    }

    /// Takes a tier from a member that has it.
    borrowing func take(
        _ tier: TierID,
        of badge: BadgeID,
        from member: MemberID,
        at now: Instant
    ) throws {
        try execute(
            "UPDATE badge SET taken_at = ? WHERE member = ? AND badge = ? AND tier = ?",
            .int(now.milliseconds),
            .text(member.text),
            .text(badge.text),
            .text(tier.text)
        )
        try count(-1, holding: badge.text, tier.text)
    }

    /// Counts members who hold a tier.
    borrowing func count(_ change: Int64, holding badge: String, _ tier: String) throws {
        try execute(
            """
            INSERT INTO holder (badge, tier, count) VALUES (?, ?, ?)
            ON CONFLICT (badge, tier) DO UPDATE SET count = holder.count + excluded.count
            """,
            .text(badge),
            .text(tier),
            .int(change)
        )
    }

    /// Notes that a member is rewarded for something.
    ///
    /// - Returns: Whether it never was before.
    borrowing func noteReward(
        for cause: String,
        to member: MemberID,
        at now: Instant
    ) throws -> Bool {
        try execute(
            """
            INSERT INTO reward (member, cause, at) VALUES (?, ?, ?)
            ON CONFLICT (member, cause) DO NOTHING
            """,
            .text(member.text),
            .text(cause),
            .int(now.milliseconds)
        ) == 1
    }
}
