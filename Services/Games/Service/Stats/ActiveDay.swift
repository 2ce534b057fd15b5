import GamesDomain
import Primitives
import Storage

extension Migration {
    /// How many members began a play on a day, and for each member the newest day on which it did.
    static let activeDayTables = [
        """
        CREATE TABLE active_day (
            day {int} NOT NULL PRIMARY KEY,
            members {int} NOT NULL
        ) {strict}
        """,
        """
        CREATE TABLE active_member (
            member {text} NOT NULL PRIMARY KEY,
            newest_day {int} NOT NULL
        ) {clustered}
        """,
    ]
}

extension Snapshot {
    /// How many members began a play, or the start of a round, on each of some days; a day without
    /// an entry had none.
    borrowing func activeMembers(
        from first: CalendarDay,
        to last: CalendarDay
    ) throws -> [CalendarDay: Int64] {
        var members: [CalendarDay: Int64] = [:]
        try each(
            "SELECT day, members FROM active_day WHERE day BETWEEN ? AND ?",
            .int(first.daysSinceEpoch),
            .int(last.daysSinceEpoch)
        ) { members[CalendarDay(daysSinceEpoch: $0.int(0))] = $0.int(1) }
        return members
    }
}

extension Transaction {
    /// Counts a member that has begun a play, once for each day.
    ///
    /// Only a member's first play of a day in a game can be its first of all, so nothing is
    /// written for the others.
    ///
    /// - Parameters:
    ///   - member: The member.
    ///   - reservation: What the play has reserved.
    ///   - player: The member in its game, with the reservation.
    /// - Throws: `StorageError`.
    borrowing func count(
        active member: MemberID,
        by reservation: PlayReservation,
        _ player: Player
    ) throws {
        let day = reservation.period.day.daysSinceEpoch
        guard player.onDay.count(in: day) == reservation.count else { return }
        let isNew = try execute(
            """
            INSERT INTO active_member (member, newest_day) VALUES (?, ?)
            ON CONFLICT (member) DO UPDATE SET newest_day = excluded.newest_day
            WHERE active_member.newest_day < excluded.newest_day
            """,
            .text(member.text),
            .int(day)
        )
        guard isNew > 0 else { return }
        try execute(
            """
            INSERT INTO active_day (day, members) VALUES (?, 1)
            ON CONFLICT (day) DO UPDATE SET members = active_day.members + 1
            """,
            .int(day)
        )
    }
}
