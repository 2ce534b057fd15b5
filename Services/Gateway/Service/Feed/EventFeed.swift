import GatewayDomain
import Outbox
import Primitives
import ServiceHost
import Storage
import Wire

/// Tells badges of the business events that were taken, under their own types.
///
/// An order that arrives after what has undone the whole of it is not told: nothing of it ever
/// stood.
struct EventFeed: Sendable {
    let programme: GatewayProgramme

    var feed: Feed {
        Feed(
            "events",
            to: "badges",
            entries: { try entries(after: $0, limit: $1, $2) },
            newest: { reads in
                try reads.first("SELECT COALESCE(MAX(number), 0) FROM event") { $0.int(0) } ?? 0
            },
            written: { number, reads in
                try reads.first(
                    "SELECT at FROM event WHERE number > ? ORDER BY number LIMIT 1",
                    .int(number)
                ) { Instant(milliseconds: $0.int(0)) }
            }
        )
    }

    private func entries(
        after number: Int64,
        limit: Int,
        _ reads: borrowing Snapshot
    ) throws -> [Feed.Entry] {
        let rows = try reads.toldEvents(after: number, limit: limit)
        guard !rows.isEmpty else { return [] }
        let zone = try programme.current(reads).section.calendar
        // An order may have many refunds: what was taken of it is followed once for all of them.
        var courses: [Int64: OrderCourse] = [:]
        return try rows.map { row in
            let told = try event(of: row, in: zone, &courses, reads)
            return told?.entry(row.event.number) ?? Feed.Entry(untold: row.event.number)
        }
    }

    /// What is told of a row, or nil where nothing is.
    private func event(
        of row: ToldEvent,
        in zone: Zone,
        _ courses: inout [Int64: OrderCourse],
        _ reads: borrowing Snapshot
    ) throws -> FeedEvent? {
        guard let member = row.member, row.event.status == 201 else { return nil }
        // Lost are amount and attributes of an event that was taken by other rules of form.
        let sent = try? row.event.sent()
        var event = FeedEvent(
            id: FeedEvent.id(ofEvent: row.event.id, from: row.caller),
            type: row.type,
            member: member,
            occurredAt: row.event.occurredAt,
            day: zone.day(of: row.event.occurredAt)
        )
        var amountMinor = sent?.amountMinor
        switch row.event.role {
        case .earns:
            let course = try reads.course(
                of: row.event,
                from: row.caller,
                sent?.amountMinor,
                &courses
            )
            if let end = course.end, end < row.event.number { return nil }
        case .refunds, .cancels:
            if let taking = try reads.taking(by: row, &courses) {
                amountMinor = taking.amountMinor ?? amountMinor
                event.undoes = taking.undoes
            }
        case .confirms: break
        }
        event.attributes = Self.attributes(of: row, sent, amountMinor)
        return event
    }

    /// What the gateway says of an event, and then what its sender said, as far as there is room.
    private static func attributes(
        of row: ToldEvent,
        _ sent: EventRequest?,
        _ amountMinor: Int64?
    ) -> [JSON.Member] {
        var attributes: [JSON.Member] = [.init("reference", .string(row.event.id))]
        if let amountMinor { attributes.append(.init("amountMinor", .integer(amountMinor))) }
        if let order = row.refersTo { attributes.append(.init("refersTo", .string(order))) }
        let names = Set(attributes.map(\.name))
        let others = (sent?.attributes ?? [:]).filter { !names.contains($0.key) }
            .sorted { $0.key < $1.key }
        for (name, value) in others.prefix(FeedEvent.mostAttributes - attributes.count) {
            attributes.append(.init(name, value.json))
        }
        return attributes
    }
}

extension BusinessEvent.Attribute {
    fileprivate var json: JSON {
        switch self {
        case .text(let text): .string(text)
        case .integer(let number):
            // What has more digits is a name, not a number to count with.
            (-FeedEvent.largestInteger...FeedEvent.largestInteger).contains(number)
                ? .integer(number) : .string(String(number))
        case .bool(let flag): .bool(flag)
        }
    }
}
