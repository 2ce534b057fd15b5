import CheckinDomain
import Primitives
import Storage

extension Transaction {
    /// Stores a member and the rows that have changed since it was loaded.
    ///
    /// `dueAt` is when it must be settled next, `owed` names the messages that credit what make-ups
    /// have granted.
    borrowing func save(
        _ member: CheckinMember,
        of id: MemberID,
        dueAt: Instant?,
        owed: [TimeOrderedID: [OwedCredit]] = [:]
    ) throws {
        try put(member, of: id, dueAt: dueAt)
        for record in member.changes.days.values { try put(record, of: id) }
        for day in member.changes.removedDays {
            try execute(
                "DELETE FROM day WHERE member = ? AND day = ?",
                .text(id.text),
                .int(day.daysSinceEpoch)
            )
        }
        for grant in member.changes.takenBack {
            try execute(
                """
                DELETE FROM award_grant WHERE member = ? AND day = ? AND source = ? AND reach = ?
                """,
                .text(id.text),
                .int(grant.day.daysSinceEpoch),
                .text(grant.source.name),
                .int(grant.reach)
            )
        }
        for grant in member.changes.grants { try add(grant, of: id) }
        for makeUp in member.changes.makeUps.values {
            try put(makeUp, of: id, owed: owed[makeUp.id] ?? [])
        }
    }

    private borrowing func put(_ member: CheckinMember, of id: MemberID, dueAt: Instant?) throws {
        let (clock, month) = (member.clock, member.month)
        try execute(
            upsertMember,
            .text(id.text),
            .text(clock.zone.name),
            .optional(clock.waiting?.zone.name),
            .optional(clock.waiting?.at.milliseconds),
            .optional(clock.lastChange?.milliseconds),
            .optional(clock.newestToken?.milliseconds),
            .int(clock.today.daysSinceEpoch),
            .int(clock.openedAt.milliseconds),
            .optional(member.firstDay?.daysSinceEpoch),
            .optional(member.lastChecked?.daysSinceEpoch),
            .int(member.checkIns),
            .int(member.streak.value),
            .int(member.streak.longest),
            .optional(member.streak.start?.daysSinceEpoch),
            .int(member.highestGrant),
            .int(month.month.monthsSinceYearZero),
            .int(month.days),
            .int(month.highestGrant),
            .int(member.freezes.held),
            .int(member.freezes.reserved),
            .int(member.skips.year),
            .int(member.skips.days),
            .text(member.pauses.stored),
            .optional(dueAt?.milliseconds)
        )
    }

    private borrowing func put(_ record: DayRecord, of id: MemberID) throws {
        try execute(
            """
            INSERT INTO day (member, day, state, streak, longest, streak_start)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (member, day) DO UPDATE SET state = excluded.state,
                streak = excluded.streak, longest = excluded.longest,
                streak_start = excluded.streak_start
            """,
            .text(id.text),
            .int(record.day.daysSinceEpoch),
            .int(record.state.rawValue),
            .int(record.streak.value),
            .int(record.streak.longest),
            .optional(record.streak.start?.daysSinceEpoch)
        )
    }

    private borrowing func add(_ grant: Grant, of id: MemberID) throws {
        try execute(
            """
            INSERT INTO award_grant (member, day, source, reach, make_up, items)
            VALUES (?, ?, ?, ?, ?, ?)
            """,
            .text(id.text),
            .int(grant.day.daysSinceEpoch),
            .text(grant.source.name),
            .int(grant.reach),
            .optional(grant.makeUp?.bytes),
            .text(grant.items.stored)
        )
    }

    private borrowing func put(
        _ makeUp: MakeUp,
        of id: MemberID,
        owed: [OwedCredit]
    ) throws {
        try execute(
            """
            INSERT INTO make_up (member, id, day, month, costs, state, owed)
            VALUES (?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (member, id) DO UPDATE SET state = excluded.state, owed = excluded.owed
            """,
            .text(id.text),
            .blob(makeUp.id.bytes),
            .int(makeUp.day.daysSinceEpoch),
            .int(makeUp.month.monthsSinceYearZero),
            .text(makeUp.costs.stored),
            .int(makeUp.state.rawValue),
            .text(owed.stored)
        )
    }
}

/// All columns of a member, in the order of the table.
private let upsertMember: StaticString = """
    INSERT INTO member (member, zone, waiting_zone, waiting_at, last_change, newest_token,
        today, opened_at, first_day, last_checked, check_ins, streak, longest, streak_start,
        highest_grant, month, month_days, month_grant, freezes, freezes_reserved, skip_year,
        skips, pauses, due_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (member) DO UPDATE SET
        zone = excluded.zone, waiting_zone = excluded.waiting_zone,
        waiting_at = excluded.waiting_at, last_change = excluded.last_change,
        newest_token = excluded.newest_token, today = excluded.today,
        opened_at = excluded.opened_at, first_day = excluded.first_day,
        last_checked = excluded.last_checked, check_ins = excluded.check_ins,
        streak = excluded.streak, longest = excluded.longest,
        streak_start = excluded.streak_start, highest_grant = excluded.highest_grant,
        month = excluded.month, month_days = excluded.month_days,
        month_grant = excluded.month_grant, freezes = excluded.freezes,
        freezes_reserved = excluded.freezes_reserved, skip_year = excluded.skip_year,
        skips = excluded.skips, pauses = excluded.pauses, due_at = excluded.due_at
    """
