import Intents
import Outbox
import ServiceHost
import Storage

extension Migration {
    /// The steps of the store's schema.
    package static let games = [
        Migration(
            1,
            [
                programmeTable, traitTable, gameTable, epochTable, dueIndex, stockTable,
                playerTable,
                firstOpeningTable, playTable, playEntryIndex, playPendingIndex, firstPlayLateIndex,
                restockTable,
                gameDayTable,
            ] + roundTables + outboxTables + intentTables
        ),
        Migration(2, activeDayTables), Migration(3, tableDays), Migration(4, listIndexes),
        Migration(5, playsInTheirOrder + intentsByID + repliesInTheirOrder),
        Migration(6, openingsInExportOrder),
    ]

    /// Of what lies on tables, `day_on_table` was taken on `table_day`, the newest such day.
    private static let tableDays = [
        "ALTER TABLE stock ADD COLUMN table_day {int} NOT NULL DEFAULT 0",
        "ALTER TABLE stock ADD COLUMN day_on_table {int} NOT NULL DEFAULT 0",
        """
        UPDATE stock SET table_day = day,
            day_on_table = CASE WHEN on_table < day_given THEN on_table ELSE day_given END
        """,
    ]

    /// A member's rounds among its plays; what of an epoch was settled later, by member; and what
    /// was settled in it of epochs before, which is little.
    ///
    /// SQLite takes a partial index only for conditions that are written as the index has them.
    private static let listIndexes: [String] =
        [playRoundIndex, "DROP INDEX play_late", playLateIndex, playFromBeforeIndex] + [
            "DROP INDEX card_round_late",
            """
            CREATE INDEX card_round_late ON card_round (member, game, end_epoch)
            WHERE end_epoch > epoch
            """,
            """
            CREATE INDEX card_round_from_before ON card_round (game, end_epoch, epoch)
            WHERE epoch < end_epoch
            """,
        ]

    /// One row for each game that ever was; `epoch` is the open one, `sequence` the number of its
    /// newest entry.
    private static let gameTable = """
        CREATE TABLE game (
            game {text} NOT NULL PRIMARY KEY,
            epoch {int},
            sequence {int} NOT NULL CHECK (sequence >= 0),
            newest_at {int} NOT NULL,
            reserved {int} NOT NULL CHECK (reserved >= 0),
            is_paused {int} NOT NULL CHECK (is_paused BETWEEN 0 AND 1)
        ) {clustered}
        """

    /// Epochs, those that are only committed to included.
    ///
    /// `seed` is sealed; `revealed` is the seed of a published one, which no key is needed for.
    private static let epochTable = """
        CREATE TABLE epoch (
            game {text} NOT NULL,
            epoch {int} NOT NULL,
            state {int} NOT NULL CHECK (state BETWEEN 0 AND 3),
            commitment {blob} NOT NULL,
            seed {blob} NOT NULL,
            committed_at {int} NOT NULL,
            version {int},
            day {int},
            opened_at {int},
            due_at {int},
            closed_at {int},
            opening {blob},
            revealed {blob},
            PRIMARY KEY (game, epoch),
            CHECK ((state = 0) = (version IS NULL)),
            CHECK ((state = 3) = (revealed IS NOT NULL))
        ) {clustered}
        """

    private static let dueIndex = "CREATE INDEX epoch_due ON epoch (due_at) WHERE state = 1"

    /// What was given of each prize, of which one without a row was never given.
    ///
    /// Of what was given, `on_table` lies under the cards of rounds that go on.
    private static let stockTable = """
        CREATE TABLE stock (
            game {text} NOT NULL,
            prize {text} NOT NULL,
            given {int} NOT NULL CHECK (given >= 0),
            restocked {int} NOT NULL,
            day {int} NOT NULL,
            day_given {int} NOT NULL CHECK (day_given >= 0),
            on_table {int} NOT NULL CHECK (on_table BETWEEN 0 AND given),
            PRIMARY KEY (game, prize)
        ) {clustered}
        """

    /// Changes of stock by hand.
    private static let restockTable = """
        CREATE TABLE restock (
            game {text} NOT NULL,
            epoch {int} NOT NULL,
            sequence {int} NOT NULL,
            prize {text} NOT NULL,
            change {int} NOT NULL,
            reason {text} NOT NULL,
            at {int} NOT NULL,
            PRIMARY KEY (game, epoch, sequence)
        ) {clustered}
        """
}
