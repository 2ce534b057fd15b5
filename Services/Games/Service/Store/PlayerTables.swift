import Storage

extension Migration {
    /// What a game knows of a member; `touched` is the newest epoch in which that has changed.
    static let playerTable = """
        CREATE TABLE player (
            member {text} NOT NULL,
            game {text} NOT NULL,
            pseudonym {blob} NOT NULL,
            state {blob},
            touched {int} NOT NULL,
            PRIMARY KEY (member, game)
        ) {clustered}
        """

    /// The players that an epoch has touched, each as it was when the epoch opened; null of one
    /// that was new.
    static let firstOpeningTable = """
        CREATE TABLE player_opening (
            game {text} NOT NULL,
            epoch {int} NOT NULL,
            member {text} NOT NULL,
            state {blob},
            PRIMARY KEY (game, epoch, member)
        ) {clustered}
        """

    /// Lets a page of an export find its players in its own order, and each player its next epoch.
    ///
    /// The pseudonyms stood with the players alone, so each page sorted all players of its epoch;
    /// and what a player was when the epoch closed was looked for among all players of all epochs
    /// behind it.
    static let openingsInExportOrder = [
        "ALTER TABLE player_opening RENAME TO former_player_opening",
        """
        CREATE TABLE player_opening (
            member {text} NOT NULL,
            game {text} NOT NULL,
            epoch {int} NOT NULL,
            pseudonym {blob} NOT NULL,
            state {blob},
            PRIMARY KEY (member, game, epoch)
        ) {clustered}
        """,
        """
        INSERT INTO player_opening (member, game, epoch, pseudonym, state)
        SELECT former.member, former.game, former.epoch, player.pseudonym, former.state
        FROM former_player_opening AS former
        JOIN player ON player.member = former.member AND player.game = former.game
        """,
        "DROP TABLE former_player_opening",
        "CREATE INDEX player_opening_export ON player_opening (game, epoch, pseudonym)",
    ]
}
