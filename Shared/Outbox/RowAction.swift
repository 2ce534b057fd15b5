import Access
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// What an operator does with a parked row; each action is kept with who did it and why.
enum RowAction: Sendable {
    /// Sends it again: a refused one under a new key, any other under its own.
    case retry
    /// Says that it is settled by other means.
    case settle(reason: String)

    var name: String {
        switch self {
        case .retry: "retry"
        case .settle: "settle"
        }
    }

    /// Why, where the operator says so.
    private var reason: String? {
        if case .settle(let reason) = self { reason } else { nil }
    }

    /// The action as it is recorded among all that operators do.
    func record(
        of id: String,
        by caller: Caller,
        at now: Instant,
        request: String
    ) -> OperatorAction {
        OperatorAction(
            "outbox.\(name)",
            on: "message:\(id)",
            because: reason,
            by: caller,
            at: now,
            request: request
        )
    }

    /// Does it.
    ///
    /// - Returns: The row as it is then.
    /// - Throws: A `Problem`: `not-found`, or `not-parked` where the row is not parked, or needs
    ///   one that is; `StorageError`, or what the hook throws.
    func apply(
        to id: String,
        by caller: String,
        at now: Instant,
        _ hook: Relay.Hook,
        _ transaction: borrowing Transaction
    ) throws -> ListedRow {
        guard let row = try transaction.reads.listedRow(id) else {
            throw Problem(.notFound, "there is no such row; one that was delivered is gone")
        }
        guard row.state.isParked else {
            throw Problem(
                .notParked,
                "the row is \(row.state.name)",
                members: [.init("state", .string(row.state.name))]
            )
        }
        switch self {
        case .retry: try Self.retry(row, transaction)
        case .settle: try Self.settle(row, hook, transaction)
        }
        try note(row, by: caller, at: now, transaction)
        return try transaction.reads.listedRow(id) ?? row
    }

    private static func retry(_ row: ListedRow, _ transaction: borrowing Transaction) throws {
        if let needs = row.needs, let needed = try transaction.reads.listedRow(needs),
            needed.neighbour == row.neighbour, needed.state.isParked
        {
            throw Problem(
                .notParked,
                "it needs the row \(needs), which is parked; retry or settle that one first",
                members: [.init("needs", .string(needs))]
            )
        }
        // A refusal that is final has used up its key, so a new one cannot apply it twice.
        try transaction.execute(
            """
            UPDATE outbox SET retries = retries + CASE state WHEN 2 THEN 1 ELSE 0 END, state = 0,
                reason = NULL, parked_at = NULL
            WHERE id = ?
            """,
            .text(row.id)
        )
        var next = [row.id]
        while let id = next.popLast() {
            let along = try transaction.reads.dependents(of: id, at: row.neighbour, in: .waiting)
            for id in along {
                try transaction.execute(
                    "UPDATE outbox SET state = 0, parked_at = NULL WHERE id = ?",
                    .text(id)
                )
            }
            next += along
        }
    }

    /// Rows that need it stay parked: what they name was not applied under its key.
    private static func settle(
        _ row: ListedRow,
        _ hook: Relay.Hook,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute("UPDATE outbox SET state = 4 WHERE id = ?", .text(row.id))
        let settled = OutboxRow(
            number: row.number,
            id: row.id,
            kind: row.kind,
            member: row.member,
            body: row.body,
            needs: row.needs,
            retries: row.retries
        )
        try hook(settled, .settledByHand, transaction)
    }

    private func note(
        _ row: ListedRow,
        by caller: String,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws {
        try transaction.execute(
            "INSERT INTO outbox_action (id, action, at, caller, reason) VALUES (?, ?, ?, ?, ?)",
            .text(row.id),
            .text(name),
            .int(now.milliseconds),
            .text(caller),
            .optional(reason)
        )
    }
}

/// An operator's action on a row, as it is kept.
struct ListedAction: Sendable {
    let action: String
    let at: Instant
    let caller: String
    let reason: String?

    static func all(on id: String, _ reads: borrowing Snapshot) throws -> [ListedAction] {
        try reads.all(
            """
            SELECT action, at, caller, reason FROM outbox_action WHERE id = ?
            ORDER BY number LIMIT 200
            """,
            .text(id)
        ) { row in
            ListedAction(
                action: row.text(0),
                at: Instant(milliseconds: row.int(1)),
                caller: row.text(2),
                reason: row.optionalText(3)
            )
        }
    }

    func write(to writer: inout JSONWriter) {
        writer.member("action", action)
        writer.member("at", at.description)
        writer.member("caller", caller)
        writer.member("reason", ifPresent: reason)
    }
}
