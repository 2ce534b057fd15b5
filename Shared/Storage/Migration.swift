/// One step of a store's schema; steps are only ever added at the end.
///
/// Types are words that each engine renders: `{int}`, `{text}`, `{blob}`, `{rownumber}` (an
/// integer that the engine counts up with each row), and at a table's end `{strict}`, or
/// `{clustered}` where the rows are to lie in the order of the primary key: short ones, such as
/// fit twenty times into a page.
package struct Migration: Sendable {
    /// Its place, from 1 on without gaps.
    package let number: Int
    /// The statements, in order.
    package let statements: [String]

    /// A step of the schema.
    package init(_ number: Int, _ statements: [String]) {
        self.number = number
        self.statements = statements
    }
}

/// The tables that every store has.
extension Migration {
    static let ownTables = """
        CREATE TABLE IF NOT EXISTS migration (
            number {int} NOT NULL PRIMARY KEY
        ) {strict}
        """

    /// One row at most: where the clock of the business stands, and whether a call has set it.
    static let testClock = """
        CREATE TABLE IF NOT EXISTS test_clock (
            place {int} NOT NULL PRIMARY KEY,
            stands_at {int} NOT NULL,
            is_set {int} NOT NULL
        ) {strict}
        """

    /// What operators did, so that each service can record it in the commit that did it.
    static let operatorActions = """
        CREATE TABLE IF NOT EXISTS operator_action (
            number {rownumber},
            at {int} NOT NULL,
            caller {text} NOT NULL,
            action {text} NOT NULL,
            subject {text} NOT NULL,
            reason {text},
            request_id {text} NOT NULL
        ) {strict}
        """

    /// Answers by their keys; the rows are added at the end, and found by an index.
    ///
    /// They are too long to lie in the order of the keys: a page would hold so few of them that
    /// most inserts shifted rows among several pages.
    static let keyedReplies = """
        CREATE TABLE IF NOT EXISTS keyed_reply (
            caller {text} NOT NULL,
            route {text} NOT NULL,
            key {text} NOT NULL,
            digest {blob} NOT NULL,
            status {int} NOT NULL,
            body {blob} NOT NULL,
            decided_at {int} NOT NULL,
            PRIMARY KEY (caller, route, key)
        ) {strict}
        """

    /// Puts the keyed replies of an older store one behind the other as they come.
    ///
    /// Their rows are long: in the order of the keys, one in a few split a page in the midst of the
    /// table, and pages above the rows held few of them.
    package static let repliesInTheirOrder = [
        "ALTER TABLE keyed_reply RENAME TO former_keyed_reply",
        keyedReplies,
        """
        INSERT INTO keyed_reply (caller, route, key, digest, status, body, decided_at)
        SELECT caller, route, key, digest, status, body, decided_at FROM former_keyed_reply
        """,
        "DROP TABLE former_keyed_reply",
    ]
}
