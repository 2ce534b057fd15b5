import Primitives
import TestSupport
import Testing
import Wire

/// Format 2 of a row's answer: what is stored today must answer with these bytes for ever.
@Suite("The bytes of answers, format 2", .timeLimit(.minutes(2)))
struct GoldenHoldingTests {
    /// What is due by 2026-05-01, the newest first.
    private static let due = """
        {"id":"ID-11","kind":"expiry","member":"m-1","asset":"points","amount":42,\
        "reason":"expired","at":"2026-03-31T16:00:00.000Z","change":-42,"lapsed":42,\
        "programme":1,"balanceAfter":45},\
        {"id":"ID-12","kind":"lapse","member":"m-1","asset":"points","amount":40,"of":"ID-4",\
        "reason":"lapsed","at":"2026-03-10T00:00:00.000Z","change":40,\
        "programme":1,"balanceAfter":87},\
        {"id":"ID-13","kind":"confirmation","member":"m-1","asset":"points","amount":40,\
        "of":"ID-3","reason":"available","at":"2026-03-02T08:00:00.000Z",\
        "expiresOn":"2027-12-31","change":40,"programme":1,"balanceAfter":47}
        """

    /// What is undone after points have gone: of a credit, and of a debit.
    private static let late = [
        GoldenRequest(
            "/v1/transfers/ID-1/reversals",
            ["amount": 30, "reason": "late"],
            """
            {"transfer":{"id":"ID-14","kind":"reversal","member":"m-1","asset":"points",\
            "amount":30,"of":"ID-1","reason":"late","at":"2026-05-01T08:00:00.000Z",\
            "change":0,"lapsed":30,"programme":1,"balanceAfter":45},\
            "balance":{"asset":"points","available":45,"pending":0,"held":0}}
            """
        ),
        GoldenRequest(
            "/v1/transfers/ID-8/reversals",
            ["reason": "late"],
            """
            {"transfer":{"id":"ID-15","kind":"reversal","member":"m-1","asset":"points",\
            "amount":18,"of":"ID-8","reason":"late","at":"2026-05-01T08:00:00.000Z",\
            "change":18,"programme":1,"balanceAfter":63},\
            "balance":{"asset":"points","available":63,"pending":0,"held":0}}
            """
        ),
    ]

    @Test("every kind of row answers with golden bytes, now and after a restart, due rows as well")
    func rows() async throws {
        try await Gateway.serving(programme: Gateway.lastingPoints) { gateway in
            var ids = KnownIDs()
            let requests = GoldenRequest.movements + GoldenRequest.refusals
            let first = try await gateway.answers(to: requests, keys: 0, &ids)
            gateway.clock.advance(milliseconds: 61 * 86_400_000)
            let due = try await gateway.dueRows()
            #expect(ids.numbering(due) == Self.due)
            let last = try await gateway.answers(to: Self.late, keys: 100, &ids)
            #expect(try await gateway.dueRows(behind: 2) == due)
            try await gateway.restarted { again in
                #expect(try await again.dueRows(behind: 2) == due)
                try await again.expect(first, again: requests, keys: 0, ids)
                try await again.expect(last, again: Self.late, keys: 100, ids)
            }
        }
    }

    @Test("a row that comes by itself is found by its id, before it is stored and afterwards")
    func dueRows() async throws {
        try await Gateway.serving(programme: Gateway.lastingPoints) { gateway in
            let body = JSON.movement(of: "m-1", 42, .init("expiresOn", "2026-03-31"))
            try await gateway.post("/v1/credits", body, key: "k")
            gateway.clock.advance(milliseconds: 61 * 86_400_000)
            // A function of account 1, its first asset and the end of 2026-03-31 in Shanghai.
            let path = "/v1/transfers/019d449f-8c00-711c-8000-0000571dca10"
            let before = try await gateway.get(path)
            try await gateway.debit("m-1", 1, key: "d")
            let after = try await gateway.get(path)

            #expect(
                before.text == """
                    {"key":"expiry.1.points.1774972800000","status":201,"transfer":{\
                    "id":"019d449f-8c00-711c-8000-0000571dca10","kind":"expiry","member":"m-1",\
                    "asset":"points","amount":42,"reason":"expired",\
                    "at":"2026-03-31T16:00:00.000Z","change":-42,"lapsed":42,"programme":1,\
                    "balanceAfter":0},\
                    "balance":{"asset":"points","available":0,"pending":0,"held":0}}
                    """
            )
            #expect(after.body == before.body)
        }
    }

    @Test("a frozen account's refusal and an element of a batch answer with golden bytes")
    func others() async throws {
        try await Gateway.serving(programme: Gateway.lastingPoints) { gateway in
            var ids = KnownIDs()
            try await gateway.change("m-2", "freeze", key: "f")
            let batch = try await gateway.post(
                "/v1/batches",
                .batch([
                    JSON.movement(of: "m-1", 5).keyed("c"),
                    JSON.movement(of: "m-2", 5).keyed("x"),
                    ["key": "r", "type": "reversal", "ofKey": "c", "amount": 2, "reason": "r"],
                    ["key": "s", "type": "reversal", "ofKey": "x", "reason": "r"],
                ]),
                headers: [("X-Request-Id", "golden")]
            )

            #expect(
                ids.numbering(batch.text) == """
                    {"results":[{"key":"c","status":201,"replayed":false,"transfer":{\
                    "id":"ID-1","kind":"credit","member":"m-1","asset":"points","amount":5,\
                    "reason":"test","at":"2026-03-01T08:00:00.000Z","expiresOn":"2027-12-31",\
                    "programme":1,"balanceAfter":5},\
                    "balance":{"asset":"points","available":5,"pending":0,"held":0}},\
                    {"key":"x","status":409,"replayed":false,"problem":{\
                    "type":"/problems/account-frozen","title":"The account is frozen",\
                    "status":409,"instance":"golden","final":true}},\
                    {"key":"r","status":201,"replayed":false,"transfer":{\
                    "id":"ID-2","kind":"reversal","member":"m-1","asset":"points","amount":2,\
                    "of":"ID-1","reason":"r","at":"2026-03-01T08:00:00.000Z","change":-2,\
                    "programme":1,"balanceAfter":3},\
                    "balance":{"asset":"points","available":3,"pending":0,"held":0}},\
                    {"key":"s","status":409,"replayed":false,"problem":{\
                    "type":"/problems/not-reversible",\
                    "title":"A transfer of this kind is never undone","status":409,\
                    "instance":"golden","kind":"refused","final":true}}]}
                    """
            )
        }
    }
}

/// Ids that differ from run to run, numbered in the order in which they were first seen.
private struct KnownIDs {
    private var ids: [String] = []

    /// The text with each id replaced by its number.
    mutating func numbering(_ text: String) -> String {
        var text = text
        for match in text.matches(of: /"id":"([0-9a-f-]{36})"/) {
            let id = String(match.output.1)
            if !ids.contains(id) { ids.append(id) }
        }
        for (index, id) in ids.enumerated() {
            text = text.replacing("\"\(id)\"", with: "\"ID-\(index + 1)\"")
        }
        return text
    }

    /// The path with each number replaced by its id.
    func naming(_ path: String) -> String {
        path.replacing(/ID-([0-9]+)/) { match in
            Int(match.output.1).map { ids[$0 - 1] } ?? ""
        }
    }
}

extension Gateway {
    /// Sends requests one after the other and expects their golden bytes.
    fileprivate func answers(
        to requests: [GoldenRequest],
        keys first: Int,
        _ ids: inout KnownIDs
    ) async throws -> [[UInt8]] {
        var bodies: [[UInt8]] = []
        for (index, request) in requests.enumerated() {
            let answer = try await post(
                ids.naming(request.path),
                request.body,
                key: "key-\(first + index)",
                headers: [("X-Request-Id", "golden")]
            )
            bodies.append(answer.body)
            #expect(ids.numbering(answer.text) == request.answer)
        }
        return bodies
    }

    /// Expects that repeats get the bytes of the first answers.
    fileprivate func expect(
        _ bodies: [[UInt8]],
        again requests: [GoldenRequest],
        keys first: Int,
        _ ids: KnownIDs
    ) async throws {
        for (index, request) in requests.enumerated() {
            let answer = try await post(
                ids.naming(request.path),
                request.body,
                key: "key-\(first + index)"
            )
            #expect(answer.body == bodies[index])
            #expect(answer.isReplayed)
        }
    }

    /// The three rows of the statement behind the newest, as bytes.
    fileprivate func dueRows(behind newest: Int = 0) async throws -> String {
        let items = try await statement(of: "m-1")
        return items[newest...].prefix(3).map { String(decoding: $0.encoded, as: UTF8.self) }
            .joined(separator: ",")
    }
}
