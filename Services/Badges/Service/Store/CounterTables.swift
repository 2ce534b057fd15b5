import Storage

extension Migration {
    /// Puts the counts of one period side by side, so that those of a member's life, and those of
    /// its last days, are read at once.
    static let countersByPeriod = [
        "ALTER TABLE counter RENAME TO former_counter",
        """
        CREATE TABLE counter (
            member {text} NOT NULL,
            measure {int} NOT NULL,
            period {int} NOT NULL,
            value {int} NOT NULL,
            PRIMARY KEY (member, period, measure)
        ) {clustered}
        """,
        """
        INSERT INTO counter (member, measure, period, value)
        SELECT member, measure, period, value FROM former_counter
        """,
        "DROP TABLE former_counter",
    ]
}
