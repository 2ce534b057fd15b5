import GatewayDomain
import Primitives
import Storage
import Wire

/// An event as it is stored.
struct EventRecord: Sendable {
    let number: Int64
    let id: String
    let account: Int64
    let role: Earning.Role
    let occurredAt: Instant
    let request: [UInt8]
    let body: String
    let status: Int64
    let reply: String
    let terms: String?

    /// The event of a row whose first columns are those of every statement that reads events.
    init(_ row: borrowing Row) throws {
        guard let role = Earning.Role(stored: row.int(3)) else {
            throw StorageError.fault("an event has a role that is none")
        }
        number = row.int(0)
        id = row.text(1)
        account = row.int(2)
        self.role = role
        occurredAt = Instant(milliseconds: row.int(4))
        request = row.blob(5)
        body = row.text(6)
        status = row.int(7)
        reply = row.text(8)
        terms = row.optionalText(9)
    }

    /// What refunds and confirmations need to know of it, or nil where it has earned nothing
    /// and never will.
    func eventTerms() throws -> EventTerms? {
        guard let terms else { return nil }
        do throws(JSONFault) {
            return try EventTermsCoding.terms(of: terms)
        } catch {
            throw StorageError.fault("an event has terms that are none: \(error)")
        }
    }

    /// The event as it was sent.
    ///
    /// - Throws: `StorageError` where what is stored is none.
    func sent() throws -> EventRequest {
        do throws(JSONFault) {
            let json = try JSONParser.parse(Array(body.utf8))
            guard case .one(let request) = try EventReader.body(json) else {
                throw JSONFault(at: "", "is a batch")
            }
            return request
        } catch {
            throw StorageError.fault("an event has a body that is none: \(error)")
        }
    }
}

extension Snapshot {
    /// A caller's number, or nil where it has never sent anything.
    borrowing func caller(named name: String) throws -> Int64? {
        try first("SELECT number FROM caller WHERE name = ?", .text(name)) { $0.int(0) }
    }

    /// The event of a caller's name for it.
    borrowing func event(_ id: String, of caller: Int64) throws -> EventRecord? {
        try first(
            """
            SELECT number, id, account, role, occurred_at, request, body, status, reply, terms
            FROM event WHERE caller = ? AND id = ?
            """,
            .int(caller),
            .text(id),
            as: EventRecord.init
        )
    }

    /// The event of a number.
    borrowing func event(_ number: Int64) throws -> EventRecord? {
        try first(
            """
            SELECT number, id, account, role, occurred_at, request, body, status, reply, terms
            FROM event WHERE number = ?
            """,
            .int(number),
            as: EventRecord.init
        )
    }

    /// The events of an account that refer to an event, in the order of their arrival.
    borrowing func events(
        referringTo id: String,
        of caller: Int64,
        account: Int64
    ) throws -> [EventRecord] {
        try all(
            """
            SELECT number, id, account, role, occurred_at, request, body, status, reply, terms
            FROM event WHERE refers_caller = ? AND refers_to = ? AND account = ? AND status = 201
            ORDER BY number
            """,
            .int(caller),
            .text(id),
            .int(account),
            as: EventRecord.init
        )
    }

    /// The number that the next event gets.
    borrowing func nextEventNumber() throws -> Int64 {
        try first("SELECT COALESCE(MAX(number), 0) + 1 FROM event") { $0.int(0) } ?? 1
    }

    /// Whether an account has had an event of a type.
    borrowing func hasEvent(_ type: EventType, account: Int64) throws -> Bool {
        try first(
            "SELECT 1 FROM event_type WHERE account = ? AND type = ?",
            .int(account),
            .text(type.text)
        ) { _ in true } ?? false
    }

    /// What a rule has granted within a period, less what was taken back.
    borrowing func granted(_ counter: CapCounter, account: Int64) throws -> Points {
        let sum = try first(
            """
            SELECT amount FROM granted WHERE rule = ? AND account = ? AND period = ? AND place = ?
            """,
            .text(counter.rule.text),
            .int(counter.scope == .member ? account : 0),
            .int(counter.period.stored),
            .int(counter.key)
        ) { Points($0.int(0)) }
        return sum ?? .zero
    }
}

extension Transaction {
    /// Stores an event with its answer.
    borrowing func insert(
        _ event: NewEvent,
        number: Int64,
        caller: Int64,
        account: Int64,
        as role: Earning.Role,
        _ outcome: EventOutcome
    ) throws {
        try execute(
            """
            INSERT INTO event (number, caller, id, account, type, role, occurred_at, at,
                refers_caller, refers_to, programme, request, body, status, reply, terms)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            .int(number),
            .int(caller),
            .text(event.request.id.text),
            .int(account),
            .text(event.request.type.text),
            .int(role.stored),
            .int(event.request.occurredAt.milliseconds),
            .int(event.at.milliseconds),
            .optional(event.space),
            .optional(event.request.refersTo?.text),
            .int(event.programme),
            .blob(event.request.digest),
            .text(event.body),
            .int(outcome.status),
            .text(outcome.text),
            .optional(outcome.terms.map { EventTermsCoding.text(of: $0) })
        )
    }

    /// Stores what is left of an event after a refund.
    borrowing func save(_ terms: EventTerms, of event: Int64) throws {
        try execute(
            "UPDATE event SET terms = ? WHERE number = ?",
            .text(EventTermsCoding.text(of: terms)),
            .int(event)
        )
    }

    /// Notes that an account has had an event of a type.
    borrowing func noteEvent(_ type: EventType, account: Int64) throws {
        try execute(
            "INSERT INTO event_type (account, type) VALUES (?, ?) ON CONFLICT DO NOTHING",
            .int(account),
            .text(type.text)
        )
    }

    /// Counts what was granted, or with a negative amount what was taken back.
    borrowing func count(_ amount: Int64, in counters: [CapCounter], account: Int64) throws {
        for counter in counters {
            try execute(
                """
                INSERT INTO granted (rule, account, period, place, amount) VALUES (?, ?, ?, ?, 0)
                ON CONFLICT DO NOTHING
                """,
                .text(counter.rule.text),
                .int(counter.scope == .member ? account : 0),
                .int(counter.period.stored),
                .int(counter.key)
            )
            try execute(
                """
                UPDATE granted SET amount = amount + ?
                WHERE rule = ? AND account = ? AND period = ? AND place = ?
                """,
                .int(amount),
                .text(counter.rule.text),
                .int(counter.scope == .member ? account : 0),
                .int(counter.period.stored),
                .int(counter.key)
            )
        }
    }
}

extension EarningCap.Period {
    /// The number that is stored for it, which never changes.
    fileprivate var stored: Int64 {
        switch self {
        case .total: 0
        case .day: 1
        case .month: 2
        }
    }
}

extension Earning.Role {
    /// The number that is stored for it, which never changes.
    fileprivate var stored: Int64 {
        switch self {
        case .earns: 0
        case .refunds: 1
        case .cancels: 2
        case .confirms: 3
        }
    }

    /// The role of a stored number, or nil where it is none.
    fileprivate init?(stored: Int64) {
        let all: [Earning.Role] = [.earns, .refunds, .cancels, .confirms]
        guard let role = all.first(where: { $0.stored == stored }) else { return nil }
        self = role
    }
}
