import Storage

extension Migration {
    /// What accounts have, in one table: what a movement changes lies on one page.
    ///
    /// The row of an account's asset whose `day` is -9999999 is its balance, with the place
    /// (`entry`) and the instant (`at`) of the newest line that changed it; the account's newest
    /// line is the largest of them. The other rows are its lots, of which only `available` and
    /// `lapsed` say something.
    static let holdings = Migration(
        4,
        [
            """
            CREATE TABLE holding (
                account {int} NOT NULL,
                day {int} NOT NULL,
                asset {text} NOT NULL,
                is_extended {int} NOT NULL CHECK (is_extended BETWEEN 0 AND 1),
                available {int} NOT NULL CHECK (available >= 0),
                lapsed {int} NOT NULL CHECK (lapsed >= 0),
                pending {int} NOT NULL CHECK (pending >= 0),
                held {int} NOT NULL CHECK (held >= 0),
                earned {int} NOT NULL CHECK (earned >= 0),
                spent {int} NOT NULL CHECK (spent >= 0),
                entry {int} NOT NULL,
                at {int} NOT NULL,
                PRIMARY KEY (account, day, asset, is_extended)
            ) {clustered}
            """,
            """
            INSERT INTO holding (account, day, asset, is_extended, available, lapsed,
                pending, held, earned, spent, entry, at)
            SELECT balance.account, -9999999, balance.asset, 0, balance.available, 0,
                balance.pending, balance.held, balance.earned, balance.spent,
                COALESCE(newest.entry, 0), COALESCE(newest.at, 0)
            FROM balance LEFT JOIN transfer AS newest ON newest.account = balance.account
                AND newest.entry = (SELECT MAX(entry) FROM transfer
                    WHERE transfer.account = balance.account)
            """,
            """
            INSERT INTO holding (account, day, asset, is_extended, available, lapsed,
                pending, held, earned, spent, entry, at)
            SELECT account, day, asset, is_extended, available, lapsed, 0, 0, 0, 0, 0, 0 FROM lot
            """,
            "DROP TABLE balance",
            "DROP TABLE lot",
        ]
    )
}
