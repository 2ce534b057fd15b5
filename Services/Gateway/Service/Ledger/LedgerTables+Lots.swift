import Storage

extension Migration {
    /// Lots, what falls due by itself, what stands of reversed transfers, and events.
    ///
    /// `transfer.postings` says where a row's points came from and went to; null in rows from
    /// before there were lots, whose points never expire. `parent` is what a row reverses,
    /// captures, releases or confirms; `origin` the beginning of a chain of reversals where that
    /// is not the parent. `account.next_due` is never later than the account's next due item.
    static let lots = Migration(
        2,
        [
            "ALTER TABLE transfer ADD COLUMN postings {text}",
            "ALTER TABLE transfer ADD COLUMN parent {blob}",
            "ALTER TABLE transfer ADD COLUMN origin {blob}",
            "ALTER TABLE transfer ADD COLUMN until {int}",
            "ALTER TABLE transfer ADD COLUMN event {int}",
            "ALTER TABLE account ADD COLUMN next_due {int} NOT NULL DEFAULT 9223372036854775807",
            """
            CREATE INDEX account_due ON account (next_due, number)
            WHERE next_due < 9223372036854775807
            """,
            "INSERT INTO caller (number, name) VALUES (0, 'programme')",
            """
            CREATE TABLE lot (
                account {int} NOT NULL,
                asset {text} NOT NULL,
                day {int} NOT NULL,
                is_extended {int} NOT NULL CHECK (is_extended BETWEEN 0 AND 1),
                available {int} NOT NULL CHECK (available >= 0),
                lapsed {int} NOT NULL CHECK (lapsed >= 0),
                PRIMARY KEY (account, asset, day, is_extended)
            ) {clustered}
            """,
            """
            INSERT INTO lot (account, asset, day, is_extended, available, lapsed)
            SELECT account, asset, 9999999, 0, available, 0 FROM balance WHERE available > 0
            """,
            """
            CREATE TABLE pending_credit (
                account {int} NOT NULL,
                transfer {blob} NOT NULL,
                asset {text} NOT NULL,
                amount {int} NOT NULL CHECK (amount >= 0),
                available_at {int},
                is_confirmable {int} NOT NULL CHECK (is_confirmable BETWEEN 0 AND 1),
                expires_on {int},
                settled_day {int},
                PRIMARY KEY (account, transfer)
            ) {clustered}
            """,
            """
            CREATE TABLE hold (
                account {int} NOT NULL,
                transfer {blob} NOT NULL,
                asset {text} NOT NULL,
                lapses_at {int} NOT NULL,
                state {int} NOT NULL CHECK (state BETWEEN 0 AND 3),
                pieces {text} NOT NULL,
                PRIMARY KEY (account, transfer)
            ) {clustered}
            """,
            """
            CREATE INDEX pending_credit_open ON pending_credit (account)
            WHERE settled_day IS NULL
            """,
            "CREATE INDEX hold_open ON hold (account) WHERE state = 0",
            """
            CREATE TABLE standing (
                account {int} NOT NULL,
                transfer {blob} NOT NULL,
                undone {int} NOT NULL CHECK (undone >= 0),
                sources {text} NOT NULL,
                PRIMARY KEY (account, transfer)
            ) {clustered}
            """,
        ]
    )

    /// Business events and what rules have counted.
    ///
    /// `role` is what the event did by the programme that judged it: 0 it earned, 1 refunded, 2
    /// cancelled, 3 confirmed.
    /// `refers_caller` is the caller in whose key space `refers_to` stands; `terms` is what refunds
    /// need to know of what was judged. `granted` counts by rule what was granted less what was
    /// taken back: of a member, or of the programme (account 0), in a day (period 1), a month (2)
    /// or in all (0).
    static let events = Migration(
        3,
        [
            """
            CREATE TABLE event (
                number {int} NOT NULL PRIMARY KEY,
                caller {int} NOT NULL,
                id {text} NOT NULL,
                account {int} NOT NULL,
                type {text} NOT NULL,
                role {int} NOT NULL CHECK (role BETWEEN 0 AND 3),
                occurred_at {int} NOT NULL,
                at {int} NOT NULL,
                refers_caller {int},
                refers_to {text},
                programme {int} NOT NULL,
                request {blob} NOT NULL,
                body {text} NOT NULL,
                status {int} NOT NULL,
                reply {text} NOT NULL,
                terms {text},
                UNIQUE (caller, id)
            ) {strict}
            """,
            """
            CREATE INDEX event_reference ON event (refers_caller, refers_to)
            WHERE refers_to IS NOT NULL
            """,
            """
            CREATE TABLE event_type (
                account {int} NOT NULL,
                type {text} NOT NULL,
                PRIMARY KEY (account, type)
            ) {clustered}
            """,
            """
            CREATE TABLE granted (
                rule {text} NOT NULL,
                account {int} NOT NULL,
                period {int} NOT NULL,
                place {int} NOT NULL,
                amount {int} NOT NULL CHECK (amount >= 0),
                PRIMARY KEY (rule, account, period, place)
            ) {clustered}
            """,
        ]
    )
}
