import Outbox
import ServiceHost
import Storage

extension Migration {
    /// The gateway's tables.
    ///
    /// A transfer is journal entry, keyed reply and feed at once. `number` is its place in the
    /// chain, `entry` its place in the account's statement (none for a refusal), `digest` covers
    /// the texts with the account's salt, `request` is what the key stands for.
    package static let gateway: [Migration] = [core, lots, events, holdings, traits, feeds]

    private static let traits = Migration(5, [traitTable])

    /// How far badges has been told, and what it did not take.
    ///
    /// Of a transfer the feed asks which rows have reversed it or made it available.
    private static let feeds = Migration(
        6,
        outboxTables + [
            feedTable,
            "CREATE INDEX transfer_course ON transfer (parent, number) WHERE kind IN (4, 10)",
        ]
    )

    private static let core = Migration(
        1,
        [
            programmeTable,
            """
            CREATE TABLE caller (
                number {int} NOT NULL PRIMARY KEY,
                name {text} NOT NULL UNIQUE
            ) {strict}
            """,
            """
            CREATE TABLE account (
                number {int} NOT NULL PRIMARY KEY,
                member {text} UNIQUE,
                state {int} NOT NULL CHECK (state BETWEEN 0 AND 2),
                salt {blob}
            ) {strict}
            """,
            """
            CREATE TABLE balance (
                account {int} NOT NULL,
                asset {text} NOT NULL,
                available {int} NOT NULL CHECK (available >= 0),
                pending {int} NOT NULL CHECK (pending >= 0),
                held {int} NOT NULL CHECK (held >= 0),
                earned {int} NOT NULL CHECK (earned >= 0),
                spent {int} NOT NULL CHECK (spent >= 0),
                PRIMARY KEY (account, asset)
            ) {clustered}
            """,
            """
            CREATE TABLE transfer (
                number {rownumber},
                id {blob} NOT NULL UNIQUE,
                account {int} NOT NULL,
                entry {int},
                kind {int} NOT NULL,
                counterparty {int} NOT NULL,
                asset {text},
                amount {int} NOT NULL CHECK (amount >= 0),
                at {int} NOT NULL,
                caller {int} NOT NULL,
                key {text} NOT NULL,
                request {blob} NOT NULL,
                reason {text},
                reference {text},
                is_reward {int} NOT NULL CHECK (is_reward BETWEEN 0 AND 1),
                programme {int} NOT NULL,
                available {int} NOT NULL CHECK (available >= 0),
                pending {int} NOT NULL CHECK (pending >= 0),
                held {int} NOT NULL CHECK (held >= 0),
                digest {blob} NOT NULL,
                format {int} NOT NULL,
                refusal {text},
                CHECK ((kind = 0) = (entry IS NULL)),
                CHECK ((kind = 0) = (refusal IS NOT NULL)),
                UNIQUE (caller, key),
                UNIQUE (account, entry)
            ) {strict}
            """,
            """
            CREATE TABLE seal (
                number {int} NOT NULL PRIMARY KEY,
                hash {blob} NOT NULL,
                at {int} NOT NULL
            ) {strict}
            """,
            """
            CREATE TABLE account_action (
                account {int} NOT NULL,
                place {int} NOT NULL,
                at {int} NOT NULL,
                state {int} NOT NULL,
                caller {text} NOT NULL,
                reason {text} NOT NULL,
                PRIMARY KEY (account, place)
            ) {clustered}
            """,
        ]
    )
}
