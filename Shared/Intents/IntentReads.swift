import Primitives
import Storage

/// What is remembered under a key.
enum KnownKey: Sendable {
    /// An intent was begun.
    case intent(Intent)
    /// The first step refused, for ever.
    case refusal(Intent.Answer)
}

extension Snapshot {
    /// An intent by its id alone, or nil.
    borrowing func intent(_ id: TimeOrderedID) throws -> Intent? {
        try first(
            """
            SELECT id, kind, member, request_id, meaning, charge_path, charge_body, not_after,
                created_at, state, attempts, alarm_status, alarm, alarmed_at, settled_at, transfer,
                answer_status, answer
            FROM intent WHERE id = ?
            """,
            .blob(id.bytes),
            as: Intent.init
        )
    }

    /// An intent of a member, or nil.
    borrowing func intent(_ id: TimeOrderedID, of member: MemberID) throws -> Intent? {
        try first(
            """
            SELECT id, kind, member, request_id, meaning, charge_path, charge_body, not_after,
                created_at, state, attempts, alarm_status, alarm, alarmed_at, settled_at, transfer,
                answer_status, answer
            FROM intent WHERE member = ? AND id = ?
            """,
            .text(member.text),
            .blob(id.bytes),
            as: Intent.init
        )
    }

    /// What a request's key stands for, or nil where it is free or there is none.
    ///
    /// - Throws: `KeyReused` where it stands for another request.
    borrowing func known(_ request: IntentRequest) throws -> KnownKey? {
        guard let key = request.key else { return nil }
        let found = try first(
            """
            SELECT digest, member, intent, status, body FROM intent_key
            WHERE caller = ? AND route = ? AND key = ?
            """,
            .text(request.caller),
            .text(request.route),
            .text(key.text),
            as: KeyRow.init
        )
        guard let found else { return nil }
        guard found.digest == request.digest else { throw KeyReused() }
        if let answer = found.answer { return .refusal(answer) }
        guard let id = TimeOrderedID(bytes: found.intent),
            let intent = try intent(id, of: MemberID(validated: found.member))
        else { throw StorageError.fault("a key names an intent that is not there") }
        return .intent(intent)
    }

    /// Pending intents in the order of kind and id, from behind a place on.
    borrowing func pendingIntents(after place: PendingPlace, limit: Int) throws -> [Intent] {
        try all(
            """
            SELECT id, kind, member, request_id, meaning, charge_path, charge_body, not_after,
                created_at, state, attempts, alarm_status, alarm, alarmed_at, settled_at, transfer,
                answer_status, answer
            FROM intent WHERE state = 0 AND (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?
            """,
            .text(place.kind),
            .blob(place.id),
            .int(Int64(limit)),
            as: Intent.init
        )
    }

    /// Pending intents that have an alarm, in the order of kind and id, from behind a place on.
    borrowing func alarmedIntents(after place: PendingPlace, limit: Int) throws -> [Intent] {
        try all(
            """
            SELECT id, kind, member, request_id, meaning, charge_path, charge_body, not_after,
                created_at, state, attempts, alarm_status, alarm, alarmed_at, settled_at, transfer,
                answer_status, answer
            FROM intent WHERE state = 0 AND alarm IS NOT NULL AND (kind, id) > (?, ?)
            ORDER BY kind, id LIMIT ?
            """,
            .text(place.kind),
            .blob(place.id),
            .int(Int64(limit)),
            as: Intent.init
        )
    }

    /// The ids of pending intents in the order of kind and id, from behind a place on.
    borrowing func pendingPlaces(
        after place: PendingPlace,
        limit: Int
    ) throws -> [PendingPlace] {
        try all(
            """
            SELECT kind, id FROM intent
            WHERE state = 0 AND (kind, id) > (?, ?) ORDER BY kind, id LIMIT ?
            """,
            .text(place.kind),
            .blob(place.id),
            .int(Int64(limit))
        ) { PendingPlace(kind: $0.text(0), id: $0.blob(1)) }
    }

    /// How many intents of each kind are pending, and how many of them have an alarm.
    borrowing func pendingCounts() throws -> [String: (pending: Int64, alarmed: Int64)] {
        var counts: [String: (pending: Int64, alarmed: Int64)] = [:]
        try each("SELECT kind, COUNT(*) FROM intent WHERE state = 0 GROUP BY kind") { row in
            counts[row.text(0)] = (row.int(1), 0)
        }
        try each(
            """
            SELECT kind, COUNT(*) FROM intent WHERE state = 0 AND alarm IS NOT NULL GROUP BY kind
            """
        ) { row in
            counts[row.text(0)]?.alarmed = row.int(1)
        }
        return counts
    }
}

/// Where a pending intent stands among all of them.
struct PendingPlace: Sendable, Hashable {
    /// The name of its kind.
    let kind: String
    /// The 16 bytes of its id.
    let id: [UInt8]

    /// Before the first.
    static let start = PendingPlace(kind: "", id: [])
}

/// A row of `intent_key`.
private struct KeyRow {
    let digest: [UInt8]
    let member: String
    let intent: [UInt8]
    let answer: Intent.Answer?

    init(_ row: borrowing Row) {
        digest = row.blob(0)
        member = row.text(1)
        intent = row.blob(2)
        answer =
            row.isNull(4)
            ? nil : Intent.Answer(status: Int(truncatingIfNeeded: row.int(3)), body: row.blob(4))
    }
}

extension Intent {
    /// Reads the columns in the order in which every statement of this file names them.
    fileprivate init(_ row: borrowing Row) throws {
        guard let id = TimeOrderedID(bytes: row.blob(0)), let state = State(rawValue: row.int(9))
        else { throw StorageError.fault("an intent is not readable") }
        self.init(
            id: id,
            kind: row.text(1),
            member: MemberID(validated: row.text(2)),
            requestID: row.text(3),
            meaning: row.blob(4),
            charge: row.optionalText(5).map { Charge(path: $0, body: row.blob(6)) },
            notAfter: Instant(milliseconds: row.int(7)),
            createdAt: Instant(milliseconds: row.int(8)),
            state: state
        )
        attempts = row.int(10)
        alarm = row.optionalText(12).map { reason in
            Alarm(
                status: row.optionalInt(11).map { Int(truncatingIfNeeded: $0) },
                reason: reason,
                at: Instant(milliseconds: row.int(13))
            )
        }
        settledAt = row.optionalInt(14).map(Instant.init(milliseconds:))
        transfer = row.isNull(15) ? nil : TimeOrderedID(bytes: row.blob(15))
        answer =
            row.isNull(17)
            ? nil : Answer(status: Int(truncatingIfNeeded: row.int(16)), body: row.blob(17))
    }
}
