import Intents
import Outbox
import ServiceHost
import Storage

extension Migration {
    /// The steps of the store's schema.
    static let checkin = [
        Migration(
            1,
            [programmeTable, memberTable, dueIndex, traitTable, dayTable, grantTable, makeUpTable]
                + outboxTables + intentTables
        ),
        Migration(2, [dayCountTable]),
        Migration(3, [takeBackTable]),
        Migration(4, intentsByID + repliesInTheirOrder),
    ]

    /// One row holds all that a check-in reads and writes but for its grants.
    private static let memberTable = """
        CREATE TABLE member (
            member {text} NOT NULL PRIMARY KEY,
            zone {text} NOT NULL,
            waiting_zone {text},
            waiting_at {int},
            last_change {int},
            newest_token {int},
            today {int} NOT NULL,
            opened_at {int} NOT NULL,
            first_day {int},
            last_checked {int},
            check_ins {int} NOT NULL CHECK (check_ins >= 0),
            streak {int} NOT NULL CHECK (streak >= 0),
            longest {int} NOT NULL CHECK (longest >= streak),
            streak_start {int},
            highest_grant {int} NOT NULL,
            month {int} NOT NULL,
            month_days {int} NOT NULL CHECK (month_days BETWEEN 0 AND 31),
            month_grant {int} NOT NULL,
            freezes {int} NOT NULL CHECK (freezes >= 0),
            freezes_reserved {int} NOT NULL CHECK (freezes_reserved >= 0),
            skip_year {int} NOT NULL,
            skips {int} NOT NULL CHECK (skips BETWEEN 0 AND 4),
            pauses {text} NOT NULL,
            due_at {int}
        ) {clustered}
        """

    private static let dueIndex =
        "CREATE INDEX member_due ON member (due_at) WHERE due_at IS NOT NULL"

    /// Decided days that were not missed, and the open one if it is checked.
    private static let dayTable = """
        CREATE TABLE day (
            member {text} NOT NULL,
            day {int} NOT NULL,
            state {int} NOT NULL CHECK (state BETWEEN 0 AND 4),
            streak {int} NOT NULL,
            longest {int} NOT NULL,
            streak_start {int},
            PRIMARY KEY (member, day)
        ) {clustered}
        """

    /// Standing grants: what is given once for a streak, a month or a make-up.
    private static let grantTable = """
        CREATE TABLE award_grant (
            member {text} NOT NULL,
            day {int} NOT NULL,
            source {text} NOT NULL,
            reach {int} NOT NULL,
            make_up {blob},
            items {text} NOT NULL,
            PRIMARY KEY (member, day, source, reach)
        ) {clustered}
        """

    /// Make-ups; `owed` names the messages that credit what a done one had granted.
    private static let makeUpTable = """
        CREATE TABLE make_up (
            member {text} NOT NULL,
            id {blob} NOT NULL,
            day {int} NOT NULL,
            month {int} NOT NULL,
            costs {text} NOT NULL,
            state {int} NOT NULL CHECK (state BETWEEN 0 AND 3),
            owed {text} NOT NULL,
            PRIMARY KEY (member, id)
        ) {clustered}
        """

    /// What the reversal of a credit takes back, until it is taken back or settled by hand.
    private static let takeBackTable = """
        CREATE TABLE take_back (
            member {text} NOT NULL,
            credit {text} NOT NULL,
            source {text} NOT NULL,
            reach {int} NOT NULL,
            day {int} NOT NULL,
            items {text} NOT NULL,
            PRIMARY KEY (member, credit, source, reach)
        ) {clustered}
        """
}
