import Foundation
import GatewayService
import Primitives
import Problems
import Storage
import TestSupport
import Testing
import Wire

@Suite("A store from before there were lots", .timeLimit(.minutes(2)))
struct MigrationTests {
    private static let credit = """
        {"transfer":{"id":"\(VersionOneStore.id(0))","kind":"credit","member":"m-1",\
        "asset":"points","amount":120,"reason":"order paid","reference":"order-77",\
        "at":"2026-03-01T07:00:00.000Z","programme":1,"balanceAfter":120},\
        "balance":{"asset":"points","available":120,"pending":0,"held":0}}
        """
    private static let debit = """
        {"transfer":{"id":"\(VersionOneStore.id(1))","kind":"debit","member":"m-1",\
        "asset":"points","amount":50,"reason":"draw",\
        "at":"2026-03-01T07:00:01.000Z","programme":1,"balanceAfter":70},\
        "balance":{"asset":"points","available":70,"pending":0,"held":0}}
        """

    private static func path(ofRow index: Int) -> String {
        "/v1/transfers/\(VersionOneStore.id(index))"
    }

    /// Runs a test with a gateway on a store of version 1.
    private func migrated(_ test: (Gateway) async throws -> Void) async throws {
        try await Gateway.serving(programme: nil) { gateway in
            await gateway.service.stop()
            let files = FileManager.default
            for file in try files.contentsOfDirectory(atPath: gateway.folder.path)
            where file.hasPrefix("gateway.sqlite") {
                try files.removeItem(atPath: gateway.folder.file(file))
            }
            try await VersionOneStore.write(to: gateway.storePath)
            try await gateway.restarted { gateway in
                try await gateway.publish(Gateway.lastingPoints)
                try await test(gateway)
            }
        }
    }

    @Test("opens; each balance is as it was, in one lot that never expires")
    func balances() async throws {
        try await migrated { gateway in
            let points = try await gateway.get("/v1/members/m-1/balance").json["assets"]?["points"]
            let tickets = try await gateway.get("/v1/members/m-2/balance").json["assets"]?[
                "tickets"
            ]

            #expect(
                points == [
                    "available": 70, "pending": 0, "held": 0, "earnedTotal": 120,
                    "spentTotal": 50, "expiring": [],
                ]
            )
            #expect(tickets?["available"] == 0)
            #expect(tickets?["earnedTotal"] == 3)
            let lots = try await gateway.stopped { store in
                try store.read { reads in
                    try reads.all(
                        """
                        SELECT account, asset, day, is_extended, available, lapsed FROM holding
                        WHERE day > -9999999
                        """
                    ) { row in
                        "\(row.int(0)) \(row.text(1)) \(row.int(2)) \(row.int(3)) "
                            + "\(row.int(4)) \(row.int(5))"
                    }
                }
            }
            #expect(lots == ["1 points 9999999 0 70 0"])
        }
    }

    @Test("rows of format 1 answer with the bytes that they had, by their keys and by their ids")
    func bytes() async throws {
        let refusal = VersionOneStore.entries[2].refusal ?? ""
        try await migrated { gateway in
            for (index, bytes) in [Self.credit, Self.debit, refusal].enumerated() {
                let entry = VersionOneStore.entries[index]
                let key = VersionOneStore.key(index)
                let again = try await gateway.post("/v1/\(entry.type)s", entry.request, key: key)
                let found = try await gateway.get("/v1/transfers?key=\(key)")
                let inBatch = try await gateway.batch([entry.request.keyed(key, entry.type)])

                #expect(again.text == bytes)
                #expect(again.isReplayed)
                #expect(again.status == (entry.refusal == nil ? 201 : 409))
                let members =
                    entry.refusal == nil
                    ? bytes.dropFirst().dropLast() : "\"problem\":\(bytes)"[...]
                let head = #"{"key":"\#(key)","status":\#(again.status),"#
                #expect(found.text == "\(head)\(members)}")
                #expect(inBatch.text == #"{"results":[\#(head)"replayed":true,\#(members)}]}"#)
                if entry.refusal == nil {
                    #expect(try await gateway.get(Self.path(ofRow: index)).body == found.body)
                }
            }
            let listed = try await gateway.statement(of: "m-1").map(\.encoded)
            let transfers = [Self.debit, Self.credit].compactMap { text in
                // Lost is why a text is no JSON, which the comparison will show.
                (try? JSONParser.parse(Array(text.utf8)))?["transfer"]?.encoded
            }
            #expect(listed == transfers)
        }
    }

    @Test("the chain is whole, ends where it ended, and goes on from there")
    func chain() async throws {
        try await migrated { gateway in
            let head = try await gateway.get("/v1/chain", token: gateway.viewer).json
            #expect(head["number"] == .integer(Int64(VersionOneStore.entries.count)))
            #expect(head["hash"] == .string(VersionOneStore.lastHash.hexadecimal))
            try await gateway.credit("m-1", 1, key: "new")
            let audit = try await gateway.get("/v1/chain/audit", token: gateway.viewer).json
            #expect(audit == ["checked": .integer(Int64(VersionOneStore.entries.count + 1))])
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
        }
    }

    @Test("hears traits, by which the next event is judged")
    func traits() async throws {
        try await migrated { gateway in
            try await gateway.publish(Gateway.levels(Gateway.lastingPoints))
            try await gateway.hear(["level": ["value": 2, "version": 1]], of: "m-1")

            let answer = try await gateway.send(.event("e", 1000, of: "m-1"))
            #expect(answer.json.sum(of: "grants") == 20)
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
        }
    }

    @Test("a row of format 1 that is changed behind the service's back is found")
    func tampered() async throws {
        try await migrated { gateway in
            try await gateway.stopped { store in
                _ = try await store.write {
                    try $0.execute("UPDATE transfer SET reference = 'x' WHERE number = 1")
                }
                #expect(try ChainAudit.finding(in: store).firstBreak?.number == 1)
            }
        }
    }

    @Test("old points are spent last, and old credits and debits can be undone, again and again")
    func undone() async throws {
        try await migrated { gateway in
            try await gateway.credit("m-1", 10, key: "c")
            let spent = try await gateway.debit("m-1", 15, key: "d")
            #expect(spent.json["balance"]?["available"] == 65)
            #expect(try await gateway.expiring("m-1") == [])
            let given = try await gateway.reverse(Self.path(ofRow: 1), 20, key: "r1")
            #expect(given.json["transfer"]?["change"] == 20)
            #expect(given.json["balance"]?["available"] == 85)
            let taken = try await gateway.reverse(Self.path(ofRow: 0), 80, key: "r2")
            #expect(taken.json["transfer"]?["change"] == -80)
            #expect(taken.json["balance"]?["available"] == 5)
            let tooMuch = try await gateway.reverse(Self.path(ofRow: 0), 41, key: "r3")
            expect(tooMuch, refuses: .limitReached, isFinal: true)
            let short = try await gateway.reverse(Self.path(ofRow: 0), 40, key: "r4")
            expect(short, refuses: .insufficientPoints, isFinal: true)
            let id = taken.transferID
            let redone = try await gateway.reverse("/v1/transfers/\(id)", 80, key: "r5")
            #expect(redone.json["balance"]?["available"] == 85)
            let tickets = try await gateway.reverse(Self.path(ofRow: 4), 3, key: "r6")
            #expect(tickets.json["balance"]?["available"] == 3)
            let ofKey = try await gateway.batch([
                ["key": "r7", "type": "reversal", "ofKey": "old-4", "amount": 3, "reason": "r"]
            ])
            #expect(ofKey.results.first?["balance"]?["available"] == 0)
            gateway.clock.advance(milliseconds: 20 * 365 * 86_400_000)
            #expect(try await gateway.available("m-1") == 85)
            try await gateway.expectReconciled()
            #expect(try await gateway.stopped(LedgerAudit.faults) == [])
        }
    }
}

extension Gateway {
    fileprivate func reverse(_ path: String, _ amount: Int64, key: String) async throws -> Answer {
        try await post(
            "\(path)/reversals",
            ["amount": .integer(amount), "reason": "r"],
            key: key
        )
    }

    fileprivate func expiring(_ member: String) async throws -> JSON? {
        try await get("/v1/members/\(member)/balance").json["assets"]?["points"]?["expiring"]
    }
}
