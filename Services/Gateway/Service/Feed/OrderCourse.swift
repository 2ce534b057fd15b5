import GatewayDomain
import Primitives
import Storage

/// What refunds and cancellations took of one order in the course of time, as rows say it.
struct OrderCourse {
    /// What each took in minor units, by its number; nil where the order has no amount.
    private(set) var takings: [Int64: Int64?] = [:]
    /// The number of the first after which nothing of the order is left; nil where some is.
    private(set) var end: Int64?

    /// Follows the events that refer to an order, in the order of their arrival.
    ///
    /// - Parameters:
    ///   - amountMinor: What the order cost, or nil where it is not about money.
    ///   - requests: What each takes, with its number.
    init(of amountMinor: Int64?, _ requests: [(number: Int64, request: RefundRequest)]) {
        var left = amountMinor
        for (number, request) in requests {
            let taken: Int64?
            switch request {
            case .rest, .cancellation:
                taken = left
                end = end ?? number
            case .amount, .lines:
                taken = left.map { min($0, request.amountMinor) }
            }
            takings[number] = taken
            left = left.map { $0 - (taken ?? 0) }
            if left == 0 { end = end ?? number }
        }
    }
}

/// A business event as far as it is told.
struct ToldEvent {
    let event: EventRecord
    /// The number of the caller who sent it.
    let caller: Int64
    let type: String
    /// The caller in whose key space `refersTo` stands.
    let refersCaller: Int64?
    let refersTo: String?
    /// Its member, or nil where that has been erased.
    let member: String?
}

extension Snapshot {
    /// The next business events.
    borrowing func toldEvents(after number: Int64, limit: Int) throws -> [ToldEvent] {
        try all(
            """
            SELECT e.number, e.id, e.account, e.role, e.occurred_at, e.request, e.body, e.status,
                e.reply, e.terms, e.caller, e.type, e.refers_caller, e.refers_to, a.member
            FROM event e LEFT JOIN account a ON a.number = e.account
            WHERE e.number > ? ORDER BY e.number LIMIT ?
            """,
            .int(number),
            .int(Int64(limit))
        ) { row in
            ToldEvent(
                event: try EventRecord(row),
                caller: row.int(10),
                type: row.text(11),
                refersCaller: row.optionalInt(12),
                refersTo: row.optionalText(13),
                member: row.optionalText(14)
            )
        }
    }

    /// What was taken of an order, refunds that came before it included.
    ///
    /// - Parameters:
    ///   - order: The order.
    ///   - caller: Who sent it.
    ///   - amountMinor: What it cost, or nil.
    ///   - courses: The courses that are known, by the numbers of their orders.
    /// - Returns: What each took, and by which nothing was left.
    /// - Throws: `StorageError`.
    borrowing func course(
        of order: EventRecord,
        from caller: Int64,
        _ amountMinor: @autoclosure () -> Int64?,
        _ courses: inout [Int64: OrderCourse]
    ) throws -> OrderCourse {
        if let known = courses[order.number] { return known }
        var requests: [(number: Int64, request: RefundRequest)] = []
        for record in try events(referringTo: order.id, of: caller, account: order.account) {
            switch record.role {
            case .earns, .confirms: continue
            case .cancels: requests.append((record.number, .cancellation))
            case .refunds:
                // Lost is the amount of a refund that was taken by other rules of form.
                guard let sent = try? record.sent() else { continue }
                requests.append((record.number, sent.refund))
            }
        }
        let course = OrderCourse(of: amountMinor(), requests)
        courses[order.number] = course
        return course
    }

    /// What a refund or a cancellation took of its order, and the order's name where it has left
    /// nothing of it; nil where the order had not come before.
    borrowing func taking(
        by row: ToldEvent,
        _ courses: inout [Int64: OrderCourse]
    ) throws -> (amountMinor: Int64?, undoes: String?)? {
        guard let caller = row.refersCaller, let id = row.refersTo,
            let order = try event(id, of: caller), order.status == 201, order.role == .earns,
            order.account == row.event.account, order.number < row.event.number
        else { return nil }
        let course = try course(
            of: order,
            from: caller,
            // Lost is the amount of an order that was taken by other rules of form.
            (try? order.sent())?.amountMinor,
            &courses
        )
        let isEnd = course.end == row.event.number
        return (
            course.takings[row.event.number] ?? nil,
            isEnd ? FeedEvent.id(ofEvent: id, from: caller) : nil
        )
    }
}
