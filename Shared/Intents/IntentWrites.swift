import Primitives
import Storage

extension Transaction {
    /// Stores an intent that has begun, and its key if it has one.
    borrowing func begin(_ intent: Intent, as request: IntentRequest) throws {
        try execute(
            """
            INSERT INTO intent (member, id, kind, state, request_id, meaning, charge_path,
                charge_body, not_after, created_at, attempts, settled_at, answer_status, answer)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)
            """,
            .text(intent.member.text),
            .blob(intent.id.bytes),
            .text(intent.kind),
            .int(intent.state.rawValue),
            .text(intent.requestID),
            .blob(intent.meaning),
            .optional(intent.charge?.path),
            .optional(intent.charge?.body),
            .int(intent.notAfter.milliseconds),
            .int(intent.createdAt.milliseconds),
            .optional(intent.settledAt?.milliseconds),
            .optional(intent.answer.map { Int64($0.status) }),
            .optional(intent.answer?.body)
        )
        try remember(request, intent: intent.id, answer: nil, at: intent.createdAt)
    }

    /// Stores under a request's key that it was refused for ever.
    borrowing func remember(
        refusal answer: Intent.Answer,
        of request: IntentRequest,
        at now: Instant
    ) throws {
        try remember(request, intent: nil, answer: answer, at: now)
    }

    private borrowing func remember(
        _ request: IntentRequest,
        intent: TimeOrderedID?,
        answer: Intent.Answer?,
        at now: Instant
    ) throws {
        guard let key = request.key else { return }
        try execute(
            """
            INSERT INTO intent_key (caller, route, key, digest, member, intent, status, body,
                decided_at)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .text(request.caller),
            .text(request.route),
            .text(key.text),
            .blob(request.digest),
            .text(request.member.text),
            .optional(intent?.bytes),
            .optional(answer.map { Int64($0.status) }),
            .optional(answer?.body),
            .int(now.milliseconds)
        )
    }

    /// Stores the end of an intent that was pending.
    borrowing func settle(_ intent: Intent) throws {
        let changed = try execute(
            """
            UPDATE intent SET state = ?, settled_at = ?, transfer = ?, answer_status = ?,
                answer = ?
            WHERE member = ? AND id = ? AND state = 0
            """,
            .int(intent.state.rawValue),
            .optional(intent.settledAt?.milliseconds),
            .optional(intent.transfer?.bytes),
            .optional(intent.answer.map { Int64($0.status) }),
            .optional(intent.answer?.body),
            .text(intent.member.text),
            .blob(intent.id.bytes)
        )
        guard changed == 1 else { throw StorageError.fault("an intent was settled twice") }
    }

    /// Counts an attempt that settled nothing, and keeps its alarm if it raised one.
    borrowing func note(attempt alarm: Intent.Alarm?, of intent: Intent) throws {
        try execute(
            """
            UPDATE intent SET attempts = attempts + 1
            WHERE member = ? AND id = ? AND state = 0
            """,
            .text(intent.member.text),
            .blob(intent.id.bytes)
        )
        guard let alarm else { return }
        try execute(
            """
            UPDATE intent SET alarm_status = ?, alarm = ?, alarmed_at = ?
            WHERE member = ? AND id = ? AND state = 0
            """,
            .optional(alarm.status.map(Int64.init)),
            .text(alarm.reason),
            .int(alarm.at.milliseconds),
            .text(intent.member.text),
            .blob(intent.id.bytes)
        )
    }
}
