import Storage

extension Migration {
    /// The tables of a service that has intents.
    ///
    /// An intent is found by its member and id, and by its id alone, which is 74 random bits: so
    /// its key can have the member in it, and the table be spread by member. Keys lie in a table
    /// of their own, as all keys that are not the ledger's, and are kept for ever.
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

    /// Puts the id before the member in the key of intents, as a step behind `intentTables`.
    ///
    /// New ones then lie side by side in its index, which finds an intent with its member and
    /// without: one index less, and none into whose midst each new intent goes.
    package static let intentsByID = [
        "ALTER TABLE intent RENAME TO former_intent",
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
            PRIMARY KEY (id, member),
            CHECK ((state = 0) = (answer IS NULL)),
            CHECK ((state = 0) = (settled_at IS NULL)),
            CHECK (state = 1 OR charge_body IS NOT NULL)
        ) {strict}
        """,
        """
        INSERT INTO intent (member, id, kind, state, request_id, meaning, charge_path, charge_body,
            not_after, created_at, attempts, alarm_status, alarm, alarmed_at, settled_at, transfer,
            answer_status, answer)
        SELECT member, id, kind, state, request_id, meaning, charge_path, charge_body,
            not_after, created_at, attempts, alarm_status, alarm, alarmed_at, settled_at, transfer,
            answer_status, answer
        FROM former_intent
        """,
        "DROP TABLE former_intent",
        "CREATE INDEX intent_pending ON intent (kind, id) WHERE state = 0",
        "CREATE INDEX intent_alarmed ON intent (kind, id) WHERE state = 0 AND alarm IS NOT NULL",
    ]
}
