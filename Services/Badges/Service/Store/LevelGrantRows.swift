import BadgesDomain
import Primitives
import Storage

extension Migration {
    /// The levels that members were given for some days; and of each member the level in force,
    /// which the neighbours were told.
    static let levelGrants = [
        """
        CREATE TABLE level_grant (
            member {text} NOT NULL,
            last_day {int} NOT NULL,
            id {text} NOT NULL,
            level {int} NOT NULL CHECK (level >= 1),
            first_day {int} NOT NULL,
            source {text} NOT NULL,
            PRIMARY KEY (member, last_day, id)
        ) {clustered}
        """,
        "ALTER TABLE standing ADD COLUMN in_force {int} NOT NULL DEFAULT 0",
        "UPDATE standing SET in_force = level",
    ]

    /// Which of them have ended: what was settled once is over for a request that was waiting, too.
    static let levelGrantEnds = [
        "ALTER TABLE level_grant ADD COLUMN has_ended {int} NOT NULL DEFAULT 0"
    ]
}

extension Snapshot {
    /// The levels that a member was given and that still run on a day, but for those whose end was
    /// settled on a later one.
    borrowing func levelGrants(
        of member: MemberID,
        on day: CalendarDay
    ) throws -> [LevelGrant] {
        try all(
            """
            SELECT level, first_day, last_day FROM level_grant
            WHERE member = ? AND last_day >= ? AND has_ended = 0
            """,
            .text(member.text),
            .int(day.daysSinceEpoch)
        ) { row in
            LevelGrant(
                level: row.int(0),
                firstDay: CalendarDay(daysSinceEpoch: row.int(1)),
                lastDay: CalendarDay(daysSinceEpoch: row.int(2))
            )
        }
    }

    /// Whether no member was ever given a level.
    borrowing func hasNoLevelGrant() throws -> Bool {
        try first("SELECT 1 FROM level_grant LIMIT 1") { _ in false } ?? true
    }
}

extension Transaction {
    /// Ends the levels that a member was given for days before one.
    borrowing func endLevelGrants(of member: MemberID, before day: CalendarDay) throws {
        try execute(
            """
            UPDATE level_grant SET has_ended = 1
            WHERE member = ? AND last_day < ? AND has_ended = 0
            """,
            .text(member.text),
            .int(day.daysSinceEpoch)
        )
    }

    /// Gives a member a level.
    borrowing func save(
        _ grant: LevelGrant,
        to member: MemberID,
        from source: String,
        _ id: TimeOrderedID
    ) throws {
        try execute(
            """
            INSERT INTO level_grant (member, last_day, id, level, first_day, source)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .text(member.text),
            .int(grant.lastDay.daysSinceEpoch),
            .text(id.description),
            .int(grant.level),
            .int(grant.firstDay.daysSinceEpoch),
            .text(source)
        )
    }
}
