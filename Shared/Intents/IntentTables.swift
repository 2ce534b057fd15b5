import Storage

extension Migration {
    /// The tables of a service that has intents.
    ///
    /// An intent is found by its member and id; by its id alone too, through an index that need
    /// not be unique, because the id is 74 random bits: so the table can be spread by member. Keys
    /// lie in a table of their own, as all keys that are not the ledger's, and are kept for ever.
    package static let intentTables = [
        """
        CREATE TABLE intent (
            member {text} NOT NULL,
            id {blob} NOT NULL,
            kind {text} NOT NULL,
            state {int} NOT NULL CHECK (state BETWEEN 0 AND 2),
            request_id {text} NOT NULL,
            meaning {blob} NOT NULL,
            charge_path {text},
            charge_body {blob},
            not_after {int} NOT NULL,
            created_at {int} NOT NULL,
            attempts {int} NOT NULL CHECK (attempts >= 0),
            alarm_status {int},
            alarm {text},
            alarmed_at {int},
            settled_at {int},
            transfer {blob},
            answer_status {int},
            answer {blob},
            PRIMARY KEY (member, id),
            CHECK ((state = 0) = (answer IS NULL)),
            CHECK ((state = 0) = (settled_at IS NULL)),
            CHECK (state = 1 OR charge_body IS NOT NULL)
        ) {strict}
        """,
        "CREATE INDEX intent_by_id ON intent (id)",
        "CREATE INDEX intent_pending ON intent (kind, id) WHERE state = 0",
        "CREATE INDEX intent_alarmed ON intent (kind, id) WHERE state = 0 AND alarm IS NOT NULL",
        """
        CREATE TABLE intent_key (
            caller {text} NOT NULL,
            route {text} NOT NULL,
            key {text} NOT NULL,
            digest {blob} NOT NULL,
            member {text} NOT NULL,
            intent {blob},
            status {int},
            body {blob},
            decided_at {int} NOT NULL,
            PRIMARY KEY (caller, route, key),
            CHECK ((intent IS NULL) = (body IS NOT NULL))
        ) {clustered}
        """,
    ]
}
