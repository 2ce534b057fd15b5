import JifenService
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("The outboxes of a suite")
struct OutboxTests {
    private static let row: JSON = [
        "id": "0a", "state": "refused", "neighbour": "gateway", "kind": "operations",
        "member": "m1", "owedAt": "2026-01-01T00:00:00.000Z",
        "reason": ["title": "Frozen", "detail": "the account is frozen"],
    ]
    private static let held: JSON = [
        "id": "0b", "state": "waiting", "neighbour": "gateway", "kind": "operations",
        "member": "m1", "owedAt": "2026-01-01T00:00:00.000Z", "needs": "0a",
    ]
    private static let way: JSON = [
        "name": "gateway", "state": "running", "owed": 0, "parked": 2,
    ]

    @Test("are listed page by page, the ways to the neighbours first")
    func list() async throws {
        let pages: [String: JSON] = [
            "/v1/outbox?state=parked&limit=200": [
                "neighbours": [Self.way], "items": [Self.row], "next": "7",
            ],
            "/v1/outbox?state=parked&limit=200&after=7": [
                "neighbours": [Self.way], "items": [Self.held],
            ],
        ]
        let lines = Mutex<[String]>([])
        try await withDesk {
            pages[$0.path].map { .json($0) } ?? .problem(404, "not-found")
        } test: { desk, _ in
            try await desk.list("parked") { line in lines.withLock { $0.append(line) } }
        }
        let at = "2026-01-01T00:00:00.000Z"
        #expect(
            lines.withLock { $0 } == [
                "checkin → gateway: running, 0 owed, 2 parked",
                "0a  refused  gateway  operations  m1  \(at)  the account is frozen",
                "0b  waiting  gateway  operations  m1  \(at)  needs 0a",
            ]
        )
    }

    @Test("a row is retried and settled under a key of the call")
    func act() async throws {
        try await withDesk { _ in
            .json(Self.row)
        } test: { desk, suite in
            let retried = try await desk.retry("0a")
            _ = try await desk.settle("0a", reason: "paid")
            let requests = suite.requests(to: 1)

            #expect(retried.hasPrefix("checkin: 0a  refused"))
            #expect(requests.map(\.path) == ["/v1/outbox/0a/retry", "/v1/outbox/0a/settle"])
            #expect(requests.last?.body == Array(#"{"reason":"paid"}"#.utf8))
            let keys = requests.compactMap { $0.header("Idempotency-Key") }
            #expect(Set(keys).count == 2)
        }
    }

    @Test("what no service has, or refuses, is said")
    func faults() async throws {
        try await withDesk { _ in
            .problem(404, "not-found")
        } test: { desk, _ in
            await #expect(throws: CommandFault.self) { _ = try await desk.retry("0a") }
            let input = await #expect(throws: CommandFault.self) {
                _ = try await desk.retry("../x")
            }
            #expect(input?.isInput == true)
        }
        try await withDesk { _ in
            .problem(409, "not-parked")
        } test: { desk, _ in
            let fault = await #expect(throws: CommandFault.self) {
                _ = try await desk.retry("0a")
            }
            #expect(fault?.description.contains("409") == true)
        }
    }

    static let verdicts: [(JSON, String?)] = [
        (["name": "gateway", "state": "running", "owed": 0, "parked": 0], nil),
        (
            ["name": "gateway", "state": "failing", "owed": 3, "parked": 0, "oldestSeconds": 9],
            nil
        ),
        (
            ["name": "badges", "state": "absent", "owed": 9, "parked": 0, "oldestSeconds": 999],
            nil
        ),
        (
            [
                "name": "gateway", "state": "failing", "owed": 3, "parked": 0,
                "oldestSeconds": 60, "detail": "it answers 503",
            ],
            "gateway: failing, 3 owed, 0 parked, the oldest for 60 s (it answers 503)"
        ),
        (
            ["name": "gateway", "state": "running", "owed": 0, "parked": 2],
            "gateway: running, 0 owed, 2 parked; `jifen outbox` lists them"
        ),
        (
            ["name": "gateway", "state": "stopped", "owed": 1, "parked": 0],
            "gateway: stopped, 1 owed, 0 parked, the oldest for 0 s"
        ),
    ]

    @Test("are well unless something is parked, stopped or stuck", arguments: verdicts)
    func verdict(_ way: JSON, _ fault: String?) {
        let reading = OutboxReading(["neighbours": [way]])
        do {
            let words = try reading.verdict()
            #expect(fault == nil, "\(words)")
        } catch {
            #expect(error.description == fault)
        }
    }

    /// Runs a test with a desk over a gateway, which has no outbox, and a scripted checkin.
    private func withDesk(
        _ script: @escaping ScriptedNeighbour.Script,
        test: (OutboxDesk, PretendSuite) async throws -> Void
    ) async throws {
        let suite = try PretendSuite([
            ("gateway", { @Sendable _ in .problem(404, "not-found") }), ("checkin", script),
        ])
        defer { suite.stop() }
        try await test(OutboxDesk(suite.client, of: suite.members), suite)
        #expect(suite.requests(to: 0).isEmpty)
    }
}
