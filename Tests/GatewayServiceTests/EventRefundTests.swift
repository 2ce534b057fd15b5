import Problems
import TestSupport
import Testing
import Wire

/// An order of 100 points in line 1 and of 50 in line 2.
private func order(_ id: String = "o") -> JSON {
    .event(id, lines: [.line(10_000), .line(10_000, of: "half")])
}

private func refund(
    _ id: String,
    _ amountMinor: Int64? = nil,
    type: String = "order.refunded",
    lines: [JSON] = [],
    of order: String = "o",
    member: String = "m"
) -> JSON {
    .event(id, amountMinor, type: type, of: member, lines: lines, refersTo: order)
}

@Suite("Refunds and cancellations of orders", .timeLimit(.minutes(2)))
struct EventRefundTests {
    @Test(
        "leave the member what is kept of each line, whether they come before the order or after",
        arguments: [
            ([refund("r")], 0), ([refund("r", lines: [.line(3333, id: "1")])], 116),
            ([refund("r", lines: [.line(3333, of: "half")])], 133),
            (
                [
                    refund("r", lines: [.line(3333, id: "1")]),
                    refund("s", lines: [.line(3333, id: "1"), .line(1, id: "2")]),
                ], 82
            ), ([refund("r", 20_000)], 0), ([refund("r", type: "order.cancelled")], 0),
            (
                [
                    refund("r", lines: [.line(9999, id: "1")]),
                    refund("s", lines: [.line(9999, id: "2")]),
                ], 0
            ), ([refund("r", lines: [.line(0, id: "1")])], 150),
            ([refund("r", lines: [.line(1, id: "1")]), refund("s", type: "order.cancelled")], 0),
        ] as [([JSON], Int64)]
    )
    func kept(refunds: [JSON], left: Int64) async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.send(order())
            for event in refunds { try await gateway.send(event) }
            #expect(try await gateway.available("m") == left)
        }
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            for event in refunds {
                let kept = try await gateway.send(event)
                #expect(kept.json["refersTo"]?["state"] == "kept")
            }
            let answer = try await gateway.send(order())
            let balance = try await gateway.points()
            #expect(answer.json.sum(of: "grants") == left)
            #expect(answer.json.sum(of: "notGranted") == 150 - left)
            #expect(balance["available"]?.integer == left)
            #expect(balance["earnedTotal"]?.integer == left)
        }
    }

    @Test("without lines before their order take from the lines that earn most")
    func strictlyKept() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.send(refund("r", 5000))
            let answer = try await gateway.send(order())

            #expect(answer.json.sum(of: "grants") == 100)
        }
    }

    @Test("that name another member's order are refused and not stored")
    func anotherMember() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.send(order())
            let alone = try await gateway.send(refund("r", member: "n"))
            let batch = try await gateway.send(
                batch: [.event("p", 100, of: "n"), refund("r", member: "n")]
            )

            expect(alone, refuses: .invalidRequest)
            #expect(alone.faultPaths == ["refersTo"])
            #expect(batch.faultPaths == ["events[1].refersTo"])
            #expect(try await gateway.get("/v1/events/r").status == 404)
            #expect(try await gateway.get("/v1/events/p").status == 404)
            #expect(try await gateway.available("m") == 150)
            #expect(try await gateway.available("n") == 0)
        }
    }

    @Test("by an operator name the service whose order they mean, before it or after")
    func byOperator() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let early = refund("r", lines: [.line(5000, id: "1")], of: "p")
                .with("caller", "host")
            try await gateway.send(early, token: gateway.operator)
            let kept = try await gateway.send(order("p"))
            try await gateway.send(order())
            let later = try await gateway.send(
                refund("s").with("caller", "host"),
                token: gateway.operator
            )
            let own = try await gateway.send(refund("t"), token: gateway.operator)
            let service = try await gateway.send(refund("u").with("caller", "shop"))

            #expect(kept.json.sum(of: "grants") == 100)
            #expect(later.json.sum(of: "taken") == 150)
            #expect(own.json["refersTo"]?["state"] == "kept")
            #expect(service.status == 400 && service.faultPaths == ["caller"])
            #expect(try await gateway.available("m") == 100)
        }
    }

    @Test("of 1,000 yuan out of an order with a car leave the car's 100 of 600 points")
    func car() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            let answer = try await gateway.send(
                .event(
                    "o",
                    lines: [
                        .line(100_000, of: "half", id: "tv"), .line(10_000_000, of: "car"),
                    ]
                )
            )
            let unclear = try await gateway.send(refund("r", 100_000))
            let again = try await gateway.send(refund("r", 100_000))
            let part = try await gateway.send(refund("s", lines: [.line(100_000, id: "tv")]))
            let left = try await gateway.available("m")
            let whole = try await gateway.send(refund("t", 10_000_000))

            #expect(answer.json.sum(of: "grants") == 600)
            expect(unclear, refuses: .linesNeeded, isFinal: true)
            #expect(again.isReplayed && again.body == unclear.body)
            #expect(part.json.sum(of: "taken") == 500 && left == 100)
            #expect(whole.json.sum(of: "taken") == 100)
            #expect(try await gateway.available("m") == 0)
        }
    }

    @Test(
        "of 0.01 a hundred times leave what one refund of 1.00 would",
        arguments: [(1000, 10), (100, 1), (1999, 19), (99_999, 999)] as [(Int64, Int64)]
    )
    func hundredth(amountMinor: Int64, points: Int64) async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.send(.event("o", amountMinor))
            let answer = try await gateway.send(batch: (1...100).map { refund("r\($0)", 1) })
            var kept = points
            for (index, result) in answer.results.enumerated() {
                let next = points * (amountMinor - Int64(index) - 1) / amountMinor
                #expect(result.sum(of: "taken") == kept - next)
                kept = next
            }

            #expect(answer.results.count == 100)
            #expect(kept == points * (amountMinor - 100) / amountMinor)
            #expect(try await gateway.available("m") == kept)
        }
    }

    @Test("above what is left are refused for ever and take nothing")
    func aboveWhatIsLeft() async throws {
        try await Gateway.serving(programme: .earningProgramme()) { gateway in
            try await gateway.send(.event("o", 10_000))
            try await gateway.send(refund("r", 6000))
            let refused = try await gateway.send(refund("s", 4001))
            let again = try await gateway.send(batch: [refund("s", 4001)])
            let found = try await gateway.get("/v1/events/s").json

            expect(refused, refuses: .limitReached, isFinal: true)
            #expect(refused.json["limit"] == "refundable" && refused.json["most"] == 4000)
            #expect(again.results.first?["problem"] == refused.json)
            #expect(again.results.first?["replayed"] == true)
            #expect(again.results.first?["status"] == 409 && found["status"] == 409)
            #expect(try await gateway.available("m") == 40)
            let unknown = try await gateway.send(refund("t", lines: [.line(1, id: "9")]))
            #expect(unknown.status == 400 && unknown.faultPaths == ["lines"])
            #expect(try await gateway.get("/v1/events/t").status == 404)
        }
    }
}
