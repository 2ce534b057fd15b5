import Calls
import Primitives
import Problems
import TestSupport
import Testing
import Wire

@Suite("What a refusal means for its key", .timeLimit(.minutes(2)))
struct FinalRefusalTests {
    @Test("a debit that was refused stays refused under its key; a new key succeeds")
    func finalForEver() async throws {
        try await Gateway.serving { gateway in
            let first = try await gateway.debit(
                "m",
                50,
                key: "k",
                headers: [("X-Request-Id", "first")]
            )
            try await gateway.credit("m", 80, key: "c")
            let again = try await gateway.debit(
                "m",
                50,
                key: "k",
                headers: [("X-Request-Id", "second")]
            )
            let anew = try await gateway.debit("m", 50, key: "k2")

            expect(first, refuses: .insufficientPoints, isFinal: true)
            #expect(!first.isReplayed)
            #expect(again.body == first.body)
            #expect(again.isReplayed)
            #expect(again.status == 409)
            #expect(again.header("Content-Type") == "application/problem+json")
            #expect(again.json["instance"] == "first")
            #expect(again.header("X-Request-Id") == "second")
            #expect(anew.status == 201)
            #expect(try await gateway.available("m") == 30)
        }
    }

    @Test("a refused operation moves nothing and stands in no statement")
    func noMovement() async throws {
        try await Gateway.serving { gateway in
            try await gateway.debit("m", 50, key: "k1")
            try await gateway.credit("m", 10, key: "k2")
            try await gateway.debit("m", 50, key: "k3")

            #expect(try await gateway.statement(of: "m").count == 1)
            #expect(try await gateway.available("m") == 10)
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
        }
    }

    @Test(
        "a dry run says what would happen, needs no key and changes nothing",
        arguments: ["/v1/credits", "/v1/debits"]
    )
    func dryRun(path: String) async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 30, key: "c")
            let kind = path == "/v1/credits" ? "credit" : "debit"
            let preview = try await gateway.post("\(path)?dryRun=true", .movement(of: "m", 20))
            let real = try await gateway.post(path, .movement(of: "m", 20), key: "k")

            #expect(preview.status == 200)
            #expect(preview.json["dryRun"] == true)
            #expect(preview.json["kind"] == .string(kind))
            #expect(preview.json["amount"] == 20)
            #expect(preview.json["transfer"] == nil)
            #expect(preview.json["balance"] == real.json["balance"])
            #expect(try await gateway.statement(of: "m").count == 2)
        }
    }

    @Test("a dry run gives the same refusal and stores nothing under the key that is sent")
    func dryRunRefused() async throws {
        try await Gateway.serving { gateway in
            let preview = try await gateway.post(
                "/v1/debits?dryRun=true",
                .movement(of: "m", 20),
                key: "k"
            )
            let lookup = try await gateway.get("/v1/transfers?key=k")
            let real = try await gateway.debit("m", 20, key: "k2")
            try await gateway.credit("m", 20, key: "c")
            let late = try await gateway.debit("m", 20, key: "k")

            #expect(preview.slug == "insufficient-points")
            #expect(
                preview.json.with("instance", "") == real.json.with("instance", "")
            )
            expect(lookup, refuses: .notFound)
            #expect(late.status == 201)
            #expect(!late.isReplayed)
        }
    }

    @Test("a dry run does not read the key that is sent: a used one changes nothing")
    func dryRunOfUsedKey() async throws {
        try await Gateway.serving { gateway in
            try await gateway.credit("m", 30, key: "k")
            let preview = try await gateway.post(
                "/v1/credits?dryRun=true",
                .movement(of: "m", 7),
                key: "k"
            )

            #expect(preview.status == 200)
            #expect(!preview.isReplayed)
            #expect(preview.json["balance"]?["available"] == 37)
        }
    }

    @Test("an unknown asset is not stored: once the programme has it, the same key succeeds")
    func unknownAsset() async throws {
        let pointsOnly: JSON = ["zone": "UTC", "assets": [["id": "points", "name": "Points"]]]
        try await Gateway.serving(programme: pointsOnly) { gateway in
            let before = try await gateway.credit("m", 5, asset: "tickets", key: "k")
            try await gateway.publish(
                pointsOnly.with(
                    "assets",
                    [["id": "points", "name": "Points"], ["id": "tickets", "name": "Tickets"]]
                )
            )
            let after = try await gateway.credit("m", 5, asset: "tickets", key: "k")

            expect(before, refuses: .invalidRequest)
            #expect(after.status == 201)
            #expect(!after.isReplayed)
            #expect(after.json["transfer"]?["programme"] == 2)
            #expect(try await gateway.available("m", "tickets") == 5)
        }
    }

    @Test("a charge that comes too late is refused for good, also of an asset that is not there")
    func lapsed() async throws {
        try await Gateway.serving { gateway in
            let late = Instant(milliseconds: Gateway.start.milliseconds - 1).description
            let charges: [JSON] = [
                .movement(of: "m", 5, asset: "pearls", .init("notAfter", .string(late))),
                [
                    "member": "m", "reason": "test", "notAfter": .string(late),
                    "oneOf": [
                        ["asset": "points", "amount": 5], ["asset": "pearls", "amount": 5],
                    ],
                ],
            ]
            for (index, charge) in charges.enumerated() {
                let key = "k\(index)"
                let first = try await gateway.post("/v1/debits", charge, key: key)
                let again = try await gateway.post("/v1/debits", charge, key: key)

                expect(first, refuses: .chargeLapsed, isFinal: true)
                #expect(again.body == first.body)
                #expect(again.isReplayed)
            }
            // In time it may be there tomorrow.
            let early = try await gateway.debit("m", 5, asset: "pearls", key: "early")
            expect(early, refuses: .invalidRequest)
        }
    }

    @Test("what is refused for the lack of a programme succeeds under its key once there is one")
    func noProgramme() async throws {
        try await Gateway.serving(programme: nil) { gateway in
            let before = try await gateway.credit("m", 5, key: "k")
            try await gateway.publish(Gateway.pointsAndTickets)
            let after = try await gateway.credit("m", 5, key: "k")

            expect(before, refuses: .notFound)
            #expect(after.status == 201)
            #expect(!after.isReplayed)
        }
    }

    @Test("a request that another one's key refuses leaves the first one's answer as it was")
    func reusedKey() async throws {
        try await Gateway.serving { gateway in
            let first = try await gateway.credit("m", 5, key: "k")
            expect(
                try await gateway.credit("m", 6, key: "k"),
                refuses: .idempotencyKeyReused
            )
            let again = try await gateway.credit("m", 5, key: "k")

            #expect(again.body == first.body)
            #expect(again.isReplayed)
            #expect(try await gateway.available("m") == 5)
        }
    }

    @Test("members in another order and other white space are the same request")
    func sameRequest() async throws {
        try await Gateway.serving { gateway in
            let first = try await gateway.client.send(
                .post,
                "/v1/credits",
                bytes: Array(#"{"member":"m","amount":5,"reason":"é"}"#.utf8),
                token: gateway.host,
                key: "k"
            )
            let again = try await gateway.client.send(
                .post,
                "/v1/credits",
                bytes: Array(
                    " { \"reason\" : \"\\u00e9\",\n\"amount\":5, \"member\":\"m\" } ".utf8
                ),
                token: gateway.host,
                key: "k"
            )

            #expect(first.status == 201)
            #expect(again.isReplayed)
            #expect(again.body == first.body)
        }
    }
}
