import Storage

extension Migration {
    /// The tables of a service that owes its neighbours something.
    ///
    /// The order of the numbers is the order in which a neighbour's rows became owed. A row is
    /// deleted when it has been delivered, so the table holds what is under way and what an
    /// operator must see; one that went out under a later key stays, as later messages name it.
    package static let outboxTables = [
        """
        CREATE TABLE outbox (
            number {rownumber},
            id {text} NOT NULL,
            neighbour {text} NOT NULL,
            kind {text} NOT NULL,
            member {text} NOT NULL,
            body {blob} NOT NULL,
            needs {text},
            needs_as {text},
            owed_at {int} NOT NULL,
            state {int} NOT NULL CHECK (state BETWEEN 0 AND 5),
            retries {int} NOT NULL,
            attempts {int} NOT NULL,
            parked_at {int},
            reason {text}
        ) {strict}
        """,
        "CREATE UNIQUE INDEX outbox_id ON outbox (id)",
        "CREATE INDEX outbox_next ON outbox (neighbour, state, number)",
        "CREATE INDEX outbox_parked ON outbox (number) WHERE state <> 0",
        "CREATE INDEX outbox_needs ON outbox (needs) WHERE needs IS NOT NULL",
        """
        CREATE TABLE outbox_action (
            number {rownumber},
            id {text} NOT NULL,
            action {text} NOT NULL,
            at {int} NOT NULL,
            caller {text} NOT NULL,
            reason {text}
        ) {strict}
        """,
        "CREATE INDEX outbox_action_id ON outbox_action (id, number)",
    ]
}
