import Primitives
import Storage

/// What a service tells a neighbour of rows that it keeps anyway, read behind a cursor over their
/// numbers, so that telling writes no row for each.
///
/// The numbers are given in the order in which rows are committed, and a row never changes what is
/// told of it. A neighbour that is not there is told nothing and nothing is kept for it; when it
/// comes, it is told all from the first row on.
package struct Feed: Sendable {
    /// One row that was read.
    package struct Entry: Sendable {
        /// Its number.
        let number: Int64
        /// What is told of it, or nil where nothing is.
        let row: OutboxRow?

        /// Describes a row of which nothing is told.
        package init(untold number: Int64) {
            self.number = number
            row = nil
        }

        /// Describes a row of which something is told.
        ///
        /// - Parameters:
        ///   - number: Its number.
        ///   - id: The message's key, the same for ever.
        ///   - delivery: How it is delivered.
        ///   - member: Whom it is about; a member's messages of a feed go out in their order.
        ///   - body: The message's JSON object, without its key.
        package init(
            _ number: Int64,
            id: String,
            by delivery: Delivery,
            about member: String,
            body: [UInt8]
        ) {
            self.number = number
            row = OutboxRow(
                number: number,
                id: id,
                kind: delivery.kind,
                member: member,
                body: body
            )
        }
    }

    /// Its name, which the cursor keeps for ever.
    package let name: String
    /// The neighbour that is told.
    package let neighbour: String
    /// The next rows behind a number, at most so many, in their order and without gaps: also those
    /// of which nothing is told.
    let entries: @Sendable (Int64, Int, borrowing Snapshot) throws -> [Entry]
    /// The highest number of a row, 0 where there is none.
    let newest: @Sendable (borrowing Snapshot) throws -> Int64
    /// When the first row behind a number was written, or nil where there is none.
    let written: @Sendable (Int64, borrowing Snapshot) throws -> Instant?

    /// Describes a feed.
    ///
    /// - Parameters:
    ///   - name: Its name, which the cursor keeps for ever.
    ///   - neighbour: Who is told, as its lane is named.
    ///   - entries: The next rows behind a number, at most so many, in their order, those of which
    ///     nothing is told included.
    ///   - newest: The highest number of a row, 0 where there is none.
    ///   - written: When the first row behind a number was written, or nil where there is none.
    package init(
        _ name: String,
        to neighbour: String,
        entries: @escaping @Sendable (Int64, Int, borrowing Snapshot) throws -> [Entry],
        newest: @escaping @Sendable (borrowing Snapshot) throws -> Int64,
        written: @escaping @Sendable (Int64, borrowing Snapshot) throws -> Instant?
    ) {
        self.name = name
        self.neighbour = neighbour
        self.entries = entries
        self.newest = newest
        self.written = written
    }
}

extension Migration {
    /// The table of a service that has feeds: up to which row of each its neighbour has been told.
    package static let feedTable = """
        CREATE TABLE feed (
            name {text} NOT NULL PRIMARY KEY,
            number {int} NOT NULL
        ) {strict}
        """
}

extension Snapshot {
    /// Up to which row of a feed its neighbour has been told; 0 where it never was.
    borrowing func cursor(of feed: String) throws -> Int64 {
        try first("SELECT number FROM feed WHERE name = ?", .text(feed)) { $0.int(0) } ?? 0
    }
}

extension Transaction {
    /// Moves the cursor of a feed, never back.
    borrowing func move(cursorOf feed: String, to number: Int64) throws {
        try execute(
            "INSERT INTO feed (name, number) VALUES (?, 0) ON CONFLICT DO NOTHING",
            .text(feed)
        )
        try execute(
            "UPDATE feed SET number = ? WHERE name = ? AND number < ?",
            .int(number),
            .text(feed),
            .int(number)
        )
    }
}
