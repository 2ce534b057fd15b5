import BadgesDomain
import Primitives
import Storage
import Wire

/// An event as a source has told it.
struct ToldEvent: Sendable {
    let source: String
    let id: EventID
    let member: MemberID
    /// The event of the same source and member that it undoes.
    let undoes: EventID?
    let event: MemberEvent
    /// SHA-256 of it as it was sent.
    let digest: [UInt8]
}

/// What is stored of an event, as far as a new one needs it.
struct KnownEvent {
    /// How an event stands; the numbers are stored.
    enum State: Int64 {
        case stands = 0
        case undone = 1
        /// Only its undoing has come.
        case awaited = 2
    }

    let state: State
    /// Nil of one that is awaited.
    let digest: [UInt8]?
    /// The event of the same source that it undoes.
    let undoes: EventID?
    let event: MemberEvent
}

extension Snapshot {
    /// An event of a member, or nil.
    borrowing func event(
        _ id: EventID,
        of member: MemberID,
        from source: String
    ) throws -> KnownEvent? {
        try first(
            """
            SELECT type, day, attributes, occurred_at, state, digest, undoes FROM event
            WHERE member = ? AND source = ? AND id = ?
            """,
            .text(member.text),
            .text(source),
            .text(id.text)
        ) { row in
            guard let state = KnownEvent.State(rawValue: row.int(4)) else {
                throw StorageError.fault("an event is not readable")
            }
            return KnownEvent(
                state: state,
                digest: row.isNull(5) ? nil : row.blob(5),
                undoes: row.optionalText(6).map(EventID.init(validated:)),
                event: try MemberEvent(row)
            )
        }
    }

    /// Whether an event that stands undoes another one of the same source and member.
    borrowing func isUndone(
        _ id: EventID,
        of member: MemberID,
        from source: String
    ) throws -> Bool {
        try first(
            """
            SELECT 1 FROM event
            WHERE member = ? AND source = ? AND undoes = ? AND state = 0 LIMIT 1
            """,
            .text(member.text),
            .text(source),
            .text(id.text)
        ) { _ in true } ?? false
    }

    /// The first day on which a member has registered by an event that stands.
    borrowing func firstRegistration(of member: MemberID) throws -> CalendarDay? {
        try first(
            """
            SELECT day FROM event WHERE member = ? AND type = 'registration' AND state = 0
            ORDER BY day LIMIT 1
            """,
            .text(member.text)
        ) { CalendarDay(daysSinceEpoch: $0.int(0)) }
    }

    /// Visits the events of a member that stand one by one, without gathering them.
    borrowing func eachStandingEvent(
        of member: MemberID,
        visit: (MemberEvent) -> Void
    ) throws {
        try each(
            """
            SELECT type, day, attributes, occurred_at FROM event
            WHERE member = ? AND state = 0
            """,
            .text(member.text)
        ) { visit(try MemberEvent($0)) }
    }
}

extension Transaction {
    /// Stores an event that was told, in the place that awaits it if there is one.
    borrowing func save(_ told: ToldEvent, as state: KnownEvent.State) throws {
        try execute(
            """
            INSERT INTO event (member, source, id, type, occurred_at, day, attributes, undoes,
                state, digest)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (member, source, id) DO UPDATE SET type = excluded.type,
                occurred_at = excluded.occurred_at, day = excluded.day,
                attributes = excluded.attributes, undoes = excluded.undoes,
                state = excluded.state, digest = excluded.digest
            """,
            .text(told.member.text),
            .text(told.source),
            .text(told.id.text),
            .text(told.event.type.text),
            .int(told.event.occurredAt.milliseconds),
            .int(told.event.day.daysSinceEpoch),
            .text(told.event.storedAttributes),
            .optional(told.undoes?.text),
            .int(state.rawValue),
            .blob(told.digest)
        )
    }

    /// Keeps a place for an event of which only the undoing has come.
    borrowing func await(_ id: EventID, of told: ToldEvent) throws {
        try execute(
            """
            INSERT INTO event (member, source, id, type, occurred_at, day, attributes, state)
            VALUES (?, ?, ?, '', ?, 0, '', 2)
            """,
            .text(told.member.text),
            .text(told.source),
            .text(id.text),
            .int(told.event.occurredAt.milliseconds)
        )
    }

    /// Changes how an event stands.
    borrowing func mark(
        _ id: EventID,
        of member: MemberID,
        from source: String,
        as state: KnownEvent.State
    ) throws {
        try execute(
            "UPDATE event SET state = ? WHERE member = ? AND source = ? AND id = ?",
            .int(state.rawValue),
            .text(member.text),
            .text(source),
            .text(id.text)
        )
    }

    /// Takes an id of a source for a member.
    ///
    /// - Returns: Whether it was free; else it is the member's already.
    /// - Throws: `KeyReused` where it is another member's.
    borrowing func take(_ id: EventID, from source: String, for member: MemberID) throws -> Bool {
        let taken = try execute(
            """
            INSERT INTO event_key (source, id, member) VALUES (?, ?, ?)
            ON CONFLICT (source, id) DO NOTHING
            """,
            .text(source),
            .text(id.text),
            .text(member.text)
        )
        guard taken == 0 else { return true }
        let owner = try reads.first(
            "SELECT member FROM event_key WHERE source = ? AND id = ?",
            .text(source),
            .text(id.text)
        ) { $0.text(0) }
        guard owner == member.text else { throw KeyReused() }
        return false
    }
}

extension MemberEvent {
    /// Reads the columns type, day, attributes and occurred_at.
    fileprivate init(_ row: borrowing Row) throws {
        let text = row.text(2)
        let json = text.isEmpty ? .object([]) : try JSONParser.parse(Array(text.utf8))
        self.init(
            EventType(validated: row.text(0)),
            on: CalendarDay(daysSinceEpoch: row.int(1)),
            at: Instant(milliseconds: row.int(3)),
            Self.attributes(json)
        )
    }

    private static func attributes(_ json: JSON) -> [AttributeName: AttributeValue] {
        guard case .object(let members) = json else { return [:] }
        return members.reduce(into: [:]) { attributes, member in
            attributes[AttributeName(validated: member.name)] = AttributeValue(member.value)
        }
    }

    /// The attributes as they are stored: nothing for none.
    fileprivate var storedAttributes: String {
        guard !attributes.isEmpty else { return "" }
        let sorted = attributes.sorted { $0.key.text < $1.key.text }
        let members = sorted.map { JSON.Member($0.key.text, $0.value.json) }
        return String(decoding: JSONWriter.bytes(of: .object(members)), as: UTF8.self)
    }
}
