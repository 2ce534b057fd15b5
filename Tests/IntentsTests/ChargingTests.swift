import Calls
import Intents
import Logging
import Primitives
import TestSupport
import Testing

@Suite("How a charge goes out")
struct ChargingTests {
    private let charge = Charge(path: "/v1/debits", body: Array("{}".utf8))

    @Test(
        "through a neighbour: keyed, signed and to the byte, and sent once",
        arguments: [201, 503]
    )
    func neighbour(status: Int) async throws {
        let gateway = try ScriptedNeighbour { _ in .answer(status, body: Array("{}".utf8)) }
        defer { gateway.stop() }
        try await withCaller { caller in
            let charging = caller.charging(at: gateway.url) { "Bearer token" }
            let answer = await charging(call(key: "key"), .now + .seconds(120))
            #expect(answer == .answered(status: status, body: Array("{}".utf8)))
            let request = try #require(gateway.requests.first)
            #expect(gateway.requests.count == 1 && request.path == "/v1/debits")
            #expect(request.header("Idempotency-Key") == "key")
            #expect(request.header("Authorization") == "Bearer token")
            #expect(request.body == charge.body)
        }
    }

    @Test("a rehearsal says so, and has no key")
    func rehearsal() async throws {
        let gateway = try ScriptedNeighbour { _ in .answer(200, body: Array("{}".utf8)) }
        defer { gateway.stop() }
        try await withCaller { caller in
            let charging = caller.charging(at: gateway.url) { "Bearer token" }
            _ = await charging(call(key: nil), .now + .seconds(120))
            let request = try #require(gateway.requests.first)
            #expect(request.path == "/v1/debits?dryRun=true")
            #expect(request.header("Idempotency-Key") == nil)
        }
    }

    @Test("what was not sent is told from what was sent without an answer")
    func silence() async throws {
        let gateway = try ScriptedNeighbour { _ in .neverAnswer }
        try await withCaller { caller in
            let slow = caller.charging(at: gateway.url) { "Bearer token" }
            let late = await slow(call(key: "key"), .now + .milliseconds(50))
            #expect(late == .unanswered("timedOut"))
            struct NoKey: Error {}
            let unsigned = caller.charging(at: gateway.url) { throw NoKey() }
            guard case .unsent = await unsigned(call(key: "key"), .now + .seconds(1)) else {
                Issue.record("sent without a signature")
                return
            }
            gateway.stop()
            guard case .unsent = await slow(call(key: "key"), .now + .seconds(1)) else {
                Issue.record("sent to nobody")
                return
            }
        }
    }

    @Test("a choice of prices is one charge")
    func choice() throws {
        let charge = Charge.debit(
            Price(Points(1), of: AssetID(validated: "tickets")),
            or: [Price(Points(20), of: AssetID(validated: "points"))],
            from: MemberID(validated: "ann"),
            reason: "draw \"wheel\"",
            reference: Reference(validated: "w-1"),
            notAfter: Instant(milliseconds: 0)
        )
        #expect(
            String(decoding: charge.body, as: UTF8.self) == #"""
                {"member":"ann","oneOf":[{"asset":"tickets","amount":1},\#
                {"asset":"points","amount":20}],"reason":"draw \"wheel\"","reference":"w-1",\#
                "notAfter":"1970-01-01T00:00:00.000Z"}
                """#
        )
    }

    private func call(key: String?) -> ChargeCall {
        ChargeCall(charge: charge, key: key.flatMap { IdempotencyKey($0) }, traceparent: nil)
    }

    private func withCaller(_ test: (HTTPCaller) async throws -> Void) async throws {
        let caller = HTTPCaller(
            configuration: .init(retry: RetryPolicy(attempts: 1)),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        defer { caller.close() }
        try await test(caller)
    }
}
