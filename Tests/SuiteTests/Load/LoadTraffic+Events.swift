import Primitives
import Wire

extension LoadTraffic {
    /// An order that was not sent yet.
    mutating func freshOrder() -> LoadOrder {
        let categories = ["tea", "books", "presale"]
        let lines = (1...Int.random(in: 1...3, using: &random)).map { number in
            LoadOrder.Line(
                id: "\(number)",
                category: categories[Int.random(in: 0..<categories.count, using: &random)],
                amountMinor: amount(0...9_999)
            )
        }
        return LoadOrder(id: nextKey(), member: spender(), lines: lines)
    }

    mutating func order(_ order: LoadOrder, at now: Instant) -> LoadRequest {
        event(.order, .order(order), order.member, order.id, Self.json(of: order, at: now))
    }

    /// Several orders at once.
    mutating func orders(at now: Instant) -> LoadRequest {
        let orders = (0..<Int.random(in: 5...20, using: &random)).map { _ in freshOrder() }
        return LoadRequest(
            kind: .orders,
            path: "/v1/events",
            body: JSONWriter.bytes(
                of: ["events": .array(orders.map { .object(Self.json(of: $0, at: now)) })]
            ),
            purpose: .write(
                orders.map { LoadOperation(member: $0.member, work: .order($0), key: $0.id) }
            )
        )
    }

    /// A refund, a cancellation or a confirmation; some refunds come before their order.
    mutating func follower(at now: Instant) -> LoadRequest? {
        guard !chance(1, of: 8) else {
            let order = freshOrder()
            lateOrders.append(order)
            return refund(of: order, at: now)
        }
        guard let order = orders.take(&random) else { return nil }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return follower("order.cancelled", order, [], at: now)
        case 1: return follower("order.received", order, [], at: now)
        default:
            // What stays may be refunded, cancelled or confirmed later.
            if chance(1, of: 2) { orders.insert(order) }
            return refund(of: order, at: now)
        }
    }

    private mutating func refund(of order: LoadOrder, at now: Instant) -> LoadRequest {
        let line = order.lines[Int.random(in: 0..<order.lines.count, using: &random)]
        let lines: JSON = [
            ["id": .string(line.id), "amountMinor": .integer(amount(0...line.amountMinor))]
        ]
        return follower("order.refunded", order, [.init("lines", lines)], at: now)
    }

    private mutating func follower(
        _ type: String,
        _ order: LoadOrder,
        _ more: [JSON.Member],
        at now: Instant
    ) -> LoadRequest {
        let id = nextKey()
        let members = Self.event(id, type, order.member, at: now)
        return event(
            .follower,
            .follower,
            order.member,
            id,
            members + [.init("refersTo", .string(order.id))] + more
        )
    }

    private func event(
        _ kind: LoadKind,
        _ work: LoadOperation.Work,
        _ member: Int,
        _ id: String,
        _ members: [JSON.Member]
    ) -> LoadRequest {
        LoadRequest(
            kind: kind,
            path: "/v1/events",
            body: members.bytes,
            purpose: .write([LoadOperation(member: member, work: work, key: id)])
        )
    }

    static func event(
        _ id: String,
        _ type: String,
        _ member: Int,
        at now: Instant
    ) -> [JSON.Member] {
        [
            .init("id", .string(id)), .init("type", .string(type)), .member(member),
            .init("occurredAt", .string(now.description)),
        ]
    }

    private static func json(of order: LoadOrder, at now: Instant) -> [JSON.Member] {
        let lines = order.lines.map { line -> JSON in
            [
                "id": .string(line.id), "category": .string(line.category),
                "amountMinor": .integer(line.amountMinor),
            ]
        }
        return event(order.id, "order.paid", order.member, at: now)
            + [.init("lines", .array(lines))]
    }
}
