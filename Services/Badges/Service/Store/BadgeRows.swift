import BadgesDomain
import Primitives
import Storage

/// A tier that a member has, and since when.
struct HeldTier: Hashable {
    let badge: BadgeID
    let tier: TierID
    let since: Instant
}

extension Snapshot {
    /// The tiers that a member has.
    borrowing func heldTiers(of member: MemberID) throws -> [HeldTier] {
        try all(
            """
            SELECT badge, tier, given_at FROM badge WHERE member = ? AND taken_at IS NULL
            """,
            .text(member.text)
        ) { row in
            HeldTier(
                badge: BadgeID(validated: row.text(0)),
                tier: TierID(validated: row.text(1)),
                since: Instant(milliseconds: row.int(2))
            )
        }
    }

    /// How many members hold each tier; the number of members stands under two empty names, that
    /// of each level under an empty name and the level's number.
    borrowing func holders() throws -> [String: [String: Int64]] {
        var holders: [String: [String: Int64]] = [:]
        try each("SELECT badge, tier, count FROM holder") { row in
            holders[row.text(0), default: [:]][row.text(1)] = row.int(2)
        }
        return holders
    }
}

extension Snapshot {
    /// What the rows of all members come to of what `holders` tells; this reads all of them.
    borrowing func countHolders() throws -> [String: [String: Int64]] {
        var holders: [String: [String: Int64]] = [:]
        try each("SELECT in_force, COUNT(*) FROM standing GROUP BY in_force") { row in
            holders["", default: [:]]["\(row.int(0))"] = row.int(1)
            holders["", default: [:]]["", default: 0] += row.int(1)
        }
        try each(
            """
            SELECT badge, tier, COUNT(*) FROM badge WHERE taken_at IS NULL GROUP BY badge, tier
            """
        ) { row in
            holders[row.text(0), default: [:]][row.text(1)] = row.int(2)
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
