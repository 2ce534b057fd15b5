import JifenService
import Primitives
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("A replay of orders")
struct OrderReplayTests {
    private let log = """
        customer date number value
        1 19970103 1 10.50
        2 19970101 2 5.99
        1 19970101 1 0.99
        3 19970103 1 100.00
        2 19980630 9 1.00
        """
    private let today = instant("2026-03-01T08:00:00Z")

    @Test("each day's orders are sent at its noon, in the file's order, and counted")
    func play() async throws {
        let gateway = PretendGateway(at: today)
        let suite = try PretendSuite([("gateway", gateway.react)])
        defer { suite.stop() }
        let counts = Mutex<[Int]>([])
        let tally = try await replay(on: suite) { count in counts.withLock { $0.append(count) } }

        #expect(gateway.order == ["line-3", "line-4", "line-2", "line-5", "line-6"])
        #expect(gateway.clock.now == instant("1998-06-30T04:00:00Z"))
        #expect(counts.withLock { $0 } == [2, 4, 5])
        #expect(tally.summary == "5 events of 3 members: 116 points granted")
    }

    @Test("played again, and under a clock that has gone on, it grants nothing new")
    func again() async throws {
        let gateway = PretendGateway(at: today)
        let suite = try PretendSuite([("gateway", gateway.react)])
        defer { suite.stop() }
        _ = try await replay(on: suite)
        _ = try await SuiteClock(suite.client, of: suite.members).move(to: today)
        let tally = try await replay(on: suite)
        #expect(
            tally.summary
                == "5 events of 3 members: nothing new granted; all had been played before"
        )
        #expect(gateway.clock.now == today)
    }

    @Test("broken off in the middle it goes on, and a lost answer is asked for again")
    func resumed() async throws {
        let gateway = PretendGateway(at: today, losing: 1)
        let suite = try PretendSuite([("gateway", gateway.react)])
        defer { suite.stop() }
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: ReplayTally.self) { group in
                group.addTask {
                    try await replay(on: suite) { _ in withUnsafeCurrentTask { $0?.cancel() } }
                }
                _ = try await group.next()
            }
        }
        #expect(gateway.order == ["line-3", "line-4"])
        let tally = try await replay(on: suite)
        #expect(tally.granted == ["points": 111] && tally.replayed == 2)
        #expect(tally.summary.hasSuffix("111 points granted; 2 had been played before"))
    }

    @Test("events that are refused are counted and shown, and the others are played")
    func refused() async throws {
        let gateway = PretendGateway(at: today, refusing: ["line-4"])
        let suite = try PretendSuite([("gateway", gateway.react)])
        defer { suite.stop() }
        let tally = try await replay(on: suite)
        #expect(tally.refusals.map(\.id) == ["line-4"])
        #expect(tally.refusals.map(\.reason) == ["409: Limit reached"])
        #expect(tally.played == 5)
        #expect(tally.summary.hasSuffix("116 points granted; 1 were refused"))
    }

    @Test("a suite that is past the log's days says so, and that it needs a new folder")
    func tooLate() async throws {
        let gateway = PretendGateway(at: today)
        gateway.clock.noteBusiness()
        let suite = try PretendSuite([("gateway", gateway.react)])
        defer { suite.stop() }
        let fault = try await #require(throws: CommandFault.self) {
            try await replay(on: suite)
        }
        #expect(fault.description.contains("\(today)") && !fault.isInput)
        #expect(fault.description.contains("new data folder"))
        #expect(gateway.order.isEmpty)
    }

    @Test(
        "without a test clock or a programme nothing is sent, and it says what is missing",
        arguments: [("/v1/clock", "--test-clock"), ("/v1/programme", "jifen apply")]
    )
    func notPrepared(missing: String, advice: String) async throws {
        let gateway = PretendGateway(at: today)
        let suite = try PretendSuite([
            (
                "gateway",
                { $0.path == missing ? .problem(404, "not-found") : gateway.react($0) }
            )
        ])
        defer { suite.stop() }
        let fault = try await #require(throws: CommandFault.self) {
            try await replay(on: suite)
        }
        #expect(fault.description.contains(advice))
        #expect(!suite.requests().contains { $0.path == "/v1/events" })
    }

    @Test("answers to other events than were sent end it")
    func otherAnswers() async throws {
        let gateway = PretendGateway(at: today)
        let suite = try PretendSuite([
            (
                "gateway",
                { $0.path == "/v1/events" ? .json(["results": []]) : gateway.react($0) }
            )
        ])
        defer { suite.stop() }
        await #expect(throws: CommandFault.self) { try await replay(on: suite) }
    }

    private func replay(
        on suite: PretendSuite,
        progress: (Int) -> Void = { _ in }
    ) async throws -> ReplayTally {
        let clock = SuiteClock(suite.client, of: suite.members)
        return try await OrderReplay(suite.client, clock: clock, to: suite.members[0])
            .play(try PurchaseFile(bytes: Array(log.utf8)), progress: progress)
    }
}
