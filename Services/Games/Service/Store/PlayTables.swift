import Storage

extension Migration {
    /// Plays: those of lotteries with their draws, and the starts of rounds.
    ///
    /// `epoch` is the one in which the play began, `entry_epoch` and `sequence` say where it is
    /// entered, which is when it was settled.
    static let playTable = """
        CREATE TABLE play (
            member {text} NOT NULL,
            id {blob} NOT NULL,
            game {text} NOT NULL,
            kind {int} NOT NULL CHECK (kind BETWEEN 0 AND 1),
            epoch {int} NOT NULL,
            start {blob} NOT NULL,
            state {int} NOT NULL CHECK (state BETWEEN 0 AND 2),
            entry_epoch {int},
            sequence {int},
            settled_at {int},
            outcome {blob},
            grants {blob},
            PRIMARY KEY (member, id),
            CHECK ((state = 0) = (sequence IS NULL))
        ) {clustered}
        """

    static let playEntryIndex = """
        CREATE UNIQUE INDEX play_entry ON play (game, entry_epoch, sequence)
        WHERE sequence IS NOT NULL
        """

    /// Plays that were settled in a later epoch than that of their beginning.
    static let firstPlayLateIndex =
        "CREATE INDEX play_late ON play (game, epoch, member) WHERE entry_epoch > epoch"

    static let playPendingIndex =
        "CREATE INDEX play_pending ON play (game, epoch) WHERE state = 0"

    /// A member's rounds among its plays.
    static let playRoundIndex = "CREATE INDEX play_round ON play (member, id) WHERE kind = 1"

    /// Plays of an epoch that were settled in a later one, by member.
    static let playLateIndex =
        "CREATE INDEX play_late ON play (member, game, epoch) WHERE entry_epoch > epoch"

    /// Plays of epochs before that were settled in an epoch.
    static let playFromBeforeIndex = """
        CREATE INDEX play_from_before ON play (game, entry_epoch, epoch) WHERE epoch < entry_epoch
        """

    /// Puts plays one behind the other as they come.
    ///
    /// Their rows are long: in the order of the members, one in a few split a page in the midst of
    /// the table, pages above the rows held few of them, and ten draws found no room in one.
    static let playsInTheirOrder = [
        "ALTER TABLE play RENAME TO former_play",
        """
        CREATE TABLE play (
            member {text} NOT NULL,
            id {blob} NOT NULL,
            game {text} NOT NULL,
            kind {int} NOT NULL CHECK (kind BETWEEN 0 AND 1),
            epoch {int} NOT NULL,
            start {blob} NOT NULL,
            state {int} NOT NULL CHECK (state BETWEEN 0 AND 2),
            entry_epoch {int},
            sequence {int},
            settled_at {int},
            outcome {blob},
            grants {blob},
            PRIMARY KEY (member, id),
            CHECK ((state = 0) = (sequence IS NULL))
        ) {strict}
        """,
        """
        INSERT INTO play (member, id, game, kind, epoch, start, state, entry_epoch, sequence,
            settled_at, outcome, grants)
        SELECT member, id, game, kind, epoch, start, state, entry_epoch, sequence,
            settled_at, outcome, grants
        FROM former_play
        """,
        "DROP TABLE former_play", playEntryIndex, playPendingIndex, playRoundIndex, playLateIndex,
        playFromBeforeIndex,
    ]
}
