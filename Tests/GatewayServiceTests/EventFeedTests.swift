import Calls
import GatewayDomain
import Primitives
import TestSupport
import Testing
import Wire

@Suite("What badges is told of business events", .timeLimit(.minutes(2)))
struct EventFeedTests {
    private static func refund(
        _ id: String,
        _ amountMinor: Int64?,
        of order: String = "o",
        type: String = "order.refunded"
    ) -> JSON {
        .event(id, amountMinor, type: type, refersTo: order)
    }

    /// What badges was told of events that bear a reference.
    private static func told(_ reference: String, _ badges: PretendBadges) -> JSON? {
        badges.told.first { $0["attributes"]?["reference"]?.text == reference }
    }

    @Test("is the event under its own type, with its amount, its name and its attributes")
    func event() async throws {
        let badges = PretendBadges()
        try await Gateway.telling(badges) { gateway, _ in
            let attributes: JSON = ["channel": "app", "grade": 5, "gift": true, "reference": "own"]
            try await gateway.send(
                .plainEvent(
                    "e-1",
                    of: "review",
                    at: "2026-02-28T16:00:00Z",
                    .init("attributes", attributes)
                )
            )
            try await gateway.send(.event("o", 12_345))
            try await gateway.send(.event("r", 50, type: "order.received", refersTo: "o"))
            try await gateway.told()

            let review = badges.told("review").first
            #expect(review?["day"] == "2026-03-01")
            #expect(review?["occurredAt"] == "2026-02-28T16:00:00.000Z")
            #expect(
                review?["attributes"] == [
                    "reference": "e-1", "channel": "app", "gift": true, "grade": 5,
                ]
            )
            #expect(
                badges.told("order.paid").map { $0["attributes"] } == [
                    ["reference": "o", "amountMinor": 12_345]
                ]
            )
            #expect(
                badges.told("order.received").map { $0["attributes"] } == [
                    ["reference": "r", "amountMinor": 50, "refersTo": "o"]
                ]
            )
            let ids = badges.told.compactMap { $0["id"]?.text }
            #expect(ids.allSatisfy { EventID.isValid($0) } && Set(ids).count == ids.count)
        }
    }

    @Test("two callers' events of one name are two, and 32 attributes are the most")
    func names() async throws {
        let badges = PretendBadges()
        try await Gateway.telling(badges) { gateway, _ in
            let many = (10..<42).map { JSON.Member("a\($0)", .integer($0)) }
            let event = JSON.plainEvent("e", of: "visit", .init("attributes", .object(many)))
            for token in [gateway.host, gateway.shop] {
                try await gateway.send(event, token: token)
            }
            try await gateway.told()

            let visits = badges.told("visit")
            #expect(Set(visits.compactMap { $0["id"]?.text }).count == 2)
            for visit in visits {
                guard case .object(let members) = visit["attributes"] else { continue }
                #expect(members.count == 32)
                #expect(members.last?.name == "a40")
            }
        }
    }

    @Test(
        "names the order in the refund or cancellation that leaves nothing of it, and in no other",
        arguments: [
            // What comes after an order of 100.00, what each says it took, and which undoes it.
            ([refund("a", 10_000)], [10_000], 0), ([refund("a", nil)], [10_000], 0),
            ([refund("a", 9_000)], [9_000], nil),
            ([refund("a", 4_000), refund("b", 6_000)], [4_000, 6_000], 1),
            ([refund("a", 4_000), refund("b", nil)], [4_000, 6_000], 1),
            ([refund("a", nil, type: "order.cancelled")], [10_000], 0),
            (
                [refund("a", 4_000), refund("b", nil, type: "order.cancelled")], [4_000, 6_000], 1
            ),
            (
                [refund("a", 10_000), refund("b", nil, type: "order.cancelled")], [10_000, 0], 0
            ),
        ] as [([JSON], [Int64], Int?)]
    )
    func undoing(events: [JSON], taken: [Int64], last: Int?) async throws {
        for isLate in [false, true] {
            let badges = PretendBadges { _ in isLate ? .answer(503) : nil }
            try await Gateway.telling(badges) { gateway, _ in
                try await gateway.send(.event("o", 10_000))
                for event in events {
                    #expect(try await gateway.send(event).status == 201)
                    if !isLate { try await gateway.told() }
                }
                badges.behave { _ in nil }
                try await gateway.told()

                let order = Self.told("o", badges)?["id"]
                for (index, name) in ["a", "b"].prefix(events.count).enumerated() {
                    let event = Self.told(name, badges)
                    #expect(event?["attributes"]?["amountMinor"]?.integer == taken[index])
                    #expect(event?["attributes"]?["refersTo"] == "o")
                    #expect(event?["undoes"] == (index == last ? order : nil))
                }
                // The points of the order were told, and what was taken back of them.
                let points = badges.told("points.earned")
                #expect(points.map { $0["attributes"]?["amount"] } == [100])
                let reversed = badges.told("points.reversed")
                #expect(reversed.last?["undoes"] == (last == nil ? nil : points.first?["id"]))
            }
        }
    }

    @Test("is nothing of an order that comes after what has undone the whole of it")
    func undoneBefore() async throws {
        let badges = PretendBadges()
        try await Gateway.telling(badges) { gateway, _ in
            try await gateway.send(Self.refund("a", nil, of: "o-1", type: "order.cancelled"))
            try await gateway.send(Self.refund("b", 4_000, of: "o-2"))
            try await gateway.send(Self.refund("c", 9_000, of: "o-2"))
            try await gateway.send(Self.refund("d", 4_000, of: "o-3"))
            for order in ["o-1", "o-2", "o-3"] { try await gateway.send(.event(order, 10_000)) }
            try await gateway.told()

            #expect(badges.told("order.paid").map { $0["attributes"]?["reference"] } == ["o-3"])
            #expect(badges.told.allSatisfy { $0["undoes"] == nil })
            #expect(badges.told("points.earned").map { $0["attributes"]?["amount"] } == [60])
            // The rest of the third is refunded afterwards.
            try await gateway.send(Self.refund("e", nil, of: "o-3"))
            try await gateway.told()
            #expect(Self.told("e", badges)?["undoes"] == Self.told("o-3", badges)?["id"])
            #expect(Self.told("e", badges)?["attributes"]?["amountMinor"] == 6_000)
        }
    }

    @Test("is told in time however often one order was cancelled or one credit reversed")
    func manyReturns() async throws {
        let badges = PretendBadges()
        try await Gateway.telling(badges) { gateway, _ in
            try await gateway.send(.event("o", 10_000))
            let again = (1...1000).map { Self.refund("c-\($0)", nil, type: "order.cancelled") }
            let answer = try await gateway.send(batch: again)
            try #require(answer.status == 200)
            try await gateway.credit("m", 1000, key: "c")
            let parts = (1...1000).map { part -> JSON in
                [
                    "key": .string("r-\(part)"), "type": "reversal", "ofKey": "c", "amount": 1,
                    "reason": "test",
                ]
            }
            let reversed = try await gateway.batch(parts)
            try #require(reversed.status == 200)
            try await gateway.send(.event("other", 100, of: "n"))
            try await gateway.told()

            #expect(Self.told("other", badges)?["member"] == "n")
            #expect(badges.told("order.cancelled").compactMap { $0["undoes"] }.count == 1)
            #expect(badges.told("points.reversed").compactMap { $0["undoes"] }.count == 2)
        }
    }

    @Test("is nothing of an event that is refused, and all of a frozen member's")
    func refused() async throws {
        let badges = PretendBadges()
        try await Gateway.telling(badges) { gateway, _ in
            try await gateway.send(.event("o", 100))
            #expect(try await gateway.send(Self.refund("a", 101)).status == 409)
            try await gateway.change("m", "freeze", key: "f")
            try await gateway.send(.event("frozen", 100))
            try await gateway.told()

            #expect(Self.told("a", badges) == nil)
            #expect(Self.told("frozen", badges)?["type"] == "order.paid")
            #expect(badges.told("points.earned").count == 1)
        }
    }
}
