import GatewayDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// One event on its way through the ledger.
struct EventWork {
    let event: NewEvent
    let number: Int64
    let caller: Int64
    /// Its place in the request, from 0 on.
    let place: Int
    let opened: OpenedAccount
    let section: GatewaySection
    let programme: GatewayProgramme
    let stamp: Stamp
    /// How many rows it has become.
    private(set) var rows = 0

    init(
        event: NewEvent,
        number: Int64,
        caller: Int64,
        place: Int,
        opened: OpenedAccount,
        section: GatewaySection,
        programme: GatewayProgramme,
        stamp: Stamp
    ) {
        self.event = event
        self.number = number
        self.caller = caller
        self.place = place
        self.opened = opened
        self.section = section
        self.programme = programme
        self.stamp = stamp
    }

    /// Does what events of its type do; `path` is the event's place in the request, for refusals
    /// that are not stored.
    mutating func settle(
        at path: String,
        _ transaction: borrowing Transaction
    ) throws -> EventOutcome {
        switch role {
        case .earns: try earn(transaction)
        case .refunds: try refund(event.request.refund, at: path, transaction)
        case .cancels: try refund(.cancellation, at: path, transaction)
        case .confirms: try confirm(at: path, transaction)
        }
    }

    /// More than the rows that one event becomes, one for each line by each of 64 rules, which
    /// keeps the ids of a batch's rows apart.
    private static let mostRows = 16_384

    /// What the event does, by the programme now in force.
    var role: Earning.Role { section.earning.role(of: event.request.type) }

    var today: CalendarDay { section.calendar.day(of: event.at) }

    /// The book of the event's account, with what is due stored.
    func book(_ need: Book.Need, _ transaction: borrowing Transaction) throws -> Book {
        try Book.open(
            opened,
            need,
            at: event.at,
            in: section.calendar,
            programme,
            transaction
        )
    }

    /// What the next row of the event says.
    mutating func details(
        reason: String,
        parent: TimeOrderedID? = nil,
        until: Instant? = nil
    ) -> EntryDetails {
        defer { rows += 1 }
        return EntryDetails(
            id: stamp.id(place * Self.mostRows + rows),
            at: event.at,
            programme: event.programme,
            caller: EntryDetails.programmeCaller,
            key: "event.\(number).\(rows)",
            request: [],
            reason: reason,
            reference: event.request.id.text,
            parent: parent,
            until: until,
            event: number
        )
    }

    /// The event that this one refers to, or nil where it has not come yet.
    ///
    /// - Throws: `JSONFault` where it belongs to another member.
    func target(at path: String, _ reads: borrowing Snapshot) throws -> EventRecord? {
        guard let space = event.space, let id = event.request.refersTo,
            let found = try reads.event(id.text, of: space), found.status == 201
        else { return nil }
        guard found.account == opened.number else {
            let place = path.isEmpty ? "refersTo" : "\(path).refersTo"
            throw JSONFault(at: place, "belongs to another member")
        }
        return found
    }

    /// The beginning of every answer.
    func members(_ grants: [JSON] = [], _ omissions: [Omission] = []) -> [JSON.Member] {
        [
            .init("id", .string(event.request.id.text)), .init("grants", .array(grants)),
            .init("notGranted", .array(omissions.map(\.json))),
        ]
    }

    /// What is said of the event that this one refers to.
    func reference(isKept: Bool) -> JSON.Member {
        .init(
            "refersTo",
            [
                "id": .string(event.request.refersTo?.text ?? ""),
                "state": isKept ? "kept" : "applied",
            ]
        )
    }
}

extension Omission {
    fileprivate var json: JSON {
        var members: [JSON.Member] = [
            .init("rule", .string(rule.text)), .init("reason", .string(reason.rawValue)),
        ]
        if let detail { members.append(.init("detail", .string(detail))) }
        if let line, !line.isEmpty { members.append(.init("line", .string(line))) }
        if let amount { members.append(.init("amount", .integer(amount.value))) }
        return .object(members)
    }
}
