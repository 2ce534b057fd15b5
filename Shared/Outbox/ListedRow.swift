import Primitives
import Storage
import Wire

/// A row as an operator sees it.
struct ListedRow: Sendable {
    let number: Int64
    let id: String
    let neighbour: String
    let kind: String
    let member: String
    let body: [UInt8]
    let needs: String?
    let owedAt: Instant
    let state: RowState
    let retries: Int64
    let attempts: Int64
    let parkedAt: Instant?
    let reason: String?

    /// Which rows a list shows.
    enum Choice: Sendable {
        /// All that are there.
        case all
        /// Those that only an operator can bring on.
        case parked
        /// Those in one state.
        case state(RowState)

        /// The choice that a query's value names, or nil where it names none.
        init?(_ text: String?) {
            switch text {
            case nil: self = .all
            case "parked": self = .parked
            case let text:
                guard let state = RowState.allCases.first(where: { $0.name == text }) else {
                    return nil
                }
                self = .state(state)
            }
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("neighbour", neighbour)
        writer.member("kind", kind)
        writer.member("member", member)
        writer.member("state", state.name)
        writer.member("key", OutboxRow.key(id, retries: retries))
        writer.member("needs", ifPresent: needs)
        writer.member("owedAt", owedAt.description)
        writer.member("retries", retries)
        writer.member("attempts", attempts)
        writer.member("parkedAt", ifPresent: parkedAt?.description)
        writer.name("operation")
        writer.raw(body)
        if let reason {
            writer.name("reason")
            writer.raw(reason.utf8)
        }
    }
}

extension Snapshot {
    /// The row of an id, or nil where there is none.
    borrowing func listedRow(_ id: String) throws -> ListedRow? {
        try first(
            """
            SELECT number, id, neighbour, kind, member, body, needs, owed_at, state, retries,
                attempts, parked_at, reason
            FROM outbox WHERE id = ?
            """,
            .text(id),
            as: ListedRow.init
        )
    }

    /// The rows of a choice behind a number, in the order of their numbers.
    borrowing func listedRows(
        _ choice: ListedRow.Choice,
        after number: Int64,
        limit: Int
    ) throws -> [ListedRow] {
        switch choice {
        case .all, .state(.owed):
            // Nearly all rows are owed, or none is: no index serves better than the numbers.
            let most: RowState = if case .all = choice { .delivered } else { .owed }
            return try all(
                """
                SELECT number, id, neighbour, kind, member, body, needs, owed_at, state, retries,
                    attempts, parked_at, reason
                FROM outbox WHERE number > ? AND state <= ? ORDER BY number LIMIT ?
                """,
                .int(number),
                .int(most.rawValue),
                .int(Int64(limit)),
                as: ListedRow.init
            )
        case .parked:
            return try setAside(.unknown, .waiting, after: number, limit: limit)
        case .state(let state):
            return try setAside(state, state, after: number, limit: limit)
        }
    }

    private borrowing func setAside(
        _ first: RowState,
        _ last: RowState,
        after number: Int64,
        limit: Int
    ) throws -> [ListedRow] {
        try all(
            """
            SELECT number, id, neighbour, kind, member, body, needs, owed_at, state, retries,
                attempts, parked_at, reason
            FROM outbox WHERE state <> 0 AND state BETWEEN ? AND ? AND number > ?
            ORDER BY number LIMIT ?
            """,
            .int(first.rawValue),
            .int(last.rawValue),
            .int(number),
            .int(Int64(limit)),
            as: ListedRow.init
        )
    }
}

extension ListedRow {
    fileprivate init(_ row: borrowing Row) {
        number = row.int(0)
        id = row.text(1)
        neighbour = row.text(2)
        kind = row.text(3)
        member = row.text(4)
        body = row.blob(5)
        needs = row.optionalText(6)
        owedAt = Instant(milliseconds: row.int(7))
        // The column's check allows no other number.
        state = RowState(rawValue: row.int(8)) ?? .unknown
        retries = row.int(9)
        attempts = row.int(10)
        parkedAt = row.optionalInt(11).map { Instant(milliseconds: $0) }
        reason = row.optionalText(12)
    }
}
