import Primitives
import Storage

extension Transaction {
    /// Owes a neighbour a message, in the commit of what it comes from.
    ///
    /// It is delivered at once after the commit, or as soon as the neighbour can be reached. A
    /// message that needs one that is parked, or was settled by hand, is parked with it.
    ///
    /// - Parameters:
    ///   - message: What is owed.
    ///   - doorbell: Wakes the relay when it is committed.
    /// - Throws: `OutboxMessage.TooLong` or `StorageError`.
    package borrowing func owe(_ message: OutboxMessage, _ doorbell: Doorbell) throws {
        guard message.body.count <= OutboxMessage.largestBody else {
            throw OutboxMessage.TooLong(bytes: message.body.count)
        }
        var state = RowState.owed
        if let need = message.need, try isStuck(need.id.description, at: message.neighbour) {
            state = .waiting
        }
        try execute(
            """
            INSERT INTO outbox (id, neighbour, kind, member, body, needs, needs_as, owed_at, state,
                retries, attempts, parked_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, 0, ?)
            """,
            .text(message.id.description),
            .text(message.neighbour),
            .text(message.kind),
            .text(message.member.text),
            .blob(message.body),
            .optional(message.need?.id.description),
            .optional(message.need?.member),
            .int(message.owedAt.milliseconds),
            .int(state.rawValue),
            .optional(state == .owed ? nil : message.owedAt.milliseconds)
        )
        if state == .owed { doorbell.press(message.neighbour) }
    }

    /// Whether a message will not be delivered by itself.
    private borrowing func isStuck(_ id: String, at neighbour: String) throws -> Bool {
        let state = try reads.first(
            "SELECT state FROM outbox WHERE id = ? AND neighbour = ?",
            .text(id),
            .text(neighbour)
        ) { RowState(rawValue: $0.int(0)) }
        return state.flatMap(\.self).map { $0.isParked || $0 == .settled } ?? false
    }
}
