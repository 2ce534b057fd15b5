import Storage

extension Migration {
    /// The tables of leaderboards.
    static let boardTables = [
        boardPeriodTable, boardPeriodDueIndex, scoreTable, scoreListIndex, scoreBucketTable,
        hiddenMemberTable,
    ]

    /// The periods that have begun to be filled.
    ///
    /// Of one that is closed no score changes any more; `listed_` tells behind which place of the
    /// list prizes are still to be handed out, until `settled_at`.
    private static let boardPeriodTable = """
        CREATE TABLE board_period (
            board {int} NOT NULL,
            period {int} NOT NULL,
            name {text} NOT NULL,
            closes_at {int},
            closed_at {int},
            settled_at {int},
            winners {int} NOT NULL,
            listed {int} NOT NULL,
            listed_value {int} NOT NULL,
            listed_at {int} NOT NULL,
            listed_member {text} NOT NULL,
            PRIMARY KEY (board, period)
        ) {clustered}
        """

    private static let boardPeriodDueIndex = """
        CREATE INDEX board_period_due ON board_period (closes_at)
        WHERE settled_at IS NULL AND closes_at IS NOT NULL
        """

    /// What members have on a leaderboard, where that is not 0.
    ///
    /// `deficit` is its negative, so that the list is in the order of an index.
    private static let scoreTable = """
        CREATE TABLE score (
            member {text} NOT NULL,
            board {int} NOT NULL,
            period {int} NOT NULL,
            deficit {int} NOT NULL CHECK (deficit < 0),
            reached_at {int} NOT NULL,
            PRIMARY KEY (member, board, period)
        ) {clustered}
        """

    private static let scoreListIndex =
        "CREATE INDEX score_list ON score (board, period, deficit, reached_at, member)"

    /// How many members have a score within a bucket of values.
    private static let scoreBucketTable = """
        CREATE TABLE score_bucket (
            board {int} NOT NULL,
            period {int} NOT NULL,
            shift {int} NOT NULL,
            prefix {int} NOT NULL,
            members {int} NOT NULL CHECK (members > 0),
            PRIMARY KEY (board, period, shift, prefix)
        ) {clustered}
        """

    /// The members who are not to be named to others.
    private static let hiddenMemberTable = """
        CREATE TABLE hidden_member (
            member {text} NOT NULL PRIMARY KEY,
            since {int} NOT NULL
        ) {clustered}
        """
}
