import Storage

extension Migration {
    /// Rounds of card flips, from the reservation of their start on, and what they are found by.
    static let roundTables = [
        roundTable, roundOneIndex, roundDueIndex, roundUnsettledIndex, roundEntryIndex,
        roundLateIndex,
    ]

    /// Rounds, of which the starts are plays.
    ///
    /// State 0 is being paid for, 1 is dealt, 2 has ended. `round` and `salt` are secret until
    /// then, and the salt is sealed; `revealed` is the salt from then on.
    private static let roundTable = """
        CREATE TABLE card_round (
            member {text} NOT NULL,
            id {blob} NOT NULL,
            game {text} NOT NULL,
            epoch {int} NOT NULL,
            nonce {int} NOT NULL,
            state {int} NOT NULL CHECK (state BETWEEN 0 AND 2),
            round {blob},
            commitment {blob},
            salt {blob},
            due_at {int},
            revealed {blob},
            settlement {blob},
            grants {blob},
            end_epoch {int},
            end_sequence {int},
            ended_at {int},
            PRIMARY KEY (member, id),
            CHECK ((state = 0) = (round IS NULL)),
            CHECK ((state = 2) = (end_sequence IS NOT NULL))
        ) {clustered}
        """

    /// A member has one round of a game at a time.
    private static let roundOneIndex =
        "CREATE UNIQUE INDEX card_round_one ON card_round (member, game) WHERE state < 2"

    private static let roundDueIndex =
        "CREATE INDEX card_round_due ON card_round (due_at) WHERE due_at IS NOT NULL"

    private static let roundUnsettledIndex =
        "CREATE INDEX card_round_unsettled ON card_round (game, epoch) WHERE state < 2"

    private static let roundEntryIndex = """
        CREATE UNIQUE INDEX card_round_entry ON card_round (game, end_epoch, end_sequence)
        WHERE end_sequence IS NOT NULL
        """

    /// Rounds that ended in a later epoch than that of their beginning.
    private static let roundLateIndex =
        "CREATE INDEX card_round_late ON card_round (member, game) WHERE end_epoch > epoch"
}
