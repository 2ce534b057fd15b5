import JifenService
import Primitives
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("A replay of check-ins")
struct CheckinReplayTests {
    private let log = """
        customer date number value
        1 19970103 1 10.50
        2 19970101 2 5.99
        1 19970101 1 0.99
        3 19970103 1 100.00
        1 19970101 7 3.00
        2 19980630 9 1.00
        """
    private let today = instant("2026-03-01T08:00:00Z")
    private let all = [
        "1 1997-01-01", "2 1997-01-01", "1 1997-01-03", "3 1997-01-03", "2 1998-06-30",
    ]

    @Test("who bought on a day checks in once at its noon, and all that is owed has arrived")
    func play() async throws {
        let checkin = PretendCheckin(at: today)
        let suite = try suite(checkin)
        defer { suite.stop() }
        let counts = Mutex<[Int]>([])
        let tally = try await replay(on: suite) { count in counts.withLock { $0.append(count) } }

        #expect(Set(checkin.checkIns.prefix(2)) == Set(all.prefix(2)))
        #expect(Set(checkin.checkIns.dropFirst(2).prefix(2)) == Set(all.dropFirst(2).prefix(2)))
        #expect(checkin.checkIns.last == all.last && checkin.checkIns.count == 5)
        #expect(checkin.clock.now == instant("1998-06-30T04:00:00Z"))
        #expect(checkin.clock.owed == 0)
        #expect(counts.withLock { $0 } == [1, 2, 3, 4, 5])
        #expect(
            tally.summary == "5 check-ins of 3 members: 5 freezes and 10 points granted"
        )
    }

    @Test("a member's requests name it and the day, and are a service's")
    func requests() async throws {
        let checkin = PretendCheckin(at: today)
        let suite = try suite(checkin)
        defer { suite.stop() }
        _ = try await replay(on: suite)
        let bodies = suite.requests(to: 1).filter { $0.path == "/v1/checkins" }.map(\.body)
        #expect(bodies.contains(Array(#"{"member":"2","day":"1998-06-30"}"#.utf8)))
        #expect(!suite.requests(to: 0).contains { $0.path != "/v1/clock" })
    }

    @Test("where days begin in the afternoon, check-ins are made when they have begun")
    func lateStart() async throws {
        let checkin = PretendCheckin(at: today, rules: ["dayStart": "15:30"])
        let suite = try suite(checkin)
        defer { suite.stop() }
        let tally = try await replay(on: suite)
        #expect(tally.refusals.isEmpty)
        #expect(checkin.clock.now == instant("1998-06-30T07:30:00Z"))
    }

    @Test("played again, and under a clock that has gone on, it awards nothing new")
    func again() async throws {
        let checkin = PretendCheckin(at: today)
        let suite = try suite(checkin)
        defer { suite.stop() }
        _ = try await replay(on: suite)
        _ = try await SuiteClock(suite.client, of: suite.members, pause: { _ in }).move(to: today)
        let tally = try await replay(on: suite)
        #expect(
            tally.summary
                == "5 check-ins of 3 members: nothing new granted; all had been played before"
        )
        #expect(checkin.clock.now == today && checkin.checkIns.count == 5)
    }

    @Test("broken off in the middle it goes on, and a lost answer is asked for again")
    func resumed() async throws {
        let checkin = PretendCheckin(at: today, losing: 1)
        let suite = try suite(checkin)
        defer { suite.stop() }
        await #expect(throws: CancellationError.self) {
            try await withThrowingTaskGroup(of: ReplayTally.self) { group in
                group.addTask {
                    try await replay(on: suite) { count in
                        if count == 2 { withUnsafeCurrentTask { $0?.cancel() } }
                    }
                }
                _ = try await group.next()
            }
        }
        #expect(Set(checkin.checkIns) == Set(all.prefix(2)))
        let tally = try await replay(on: suite)
        #expect(tally.replayed == 2 && tally.granted == ["points": 6, "freezes": 3])
        #expect(checkin.checkIns.count == 5)
    }

    @Test("check-ins that are refused are counted and shown, and the others are played")
    func refused() async throws {
        let checkin = PretendCheckin(at: today, refusing: ["3"])
        let suite = try suite(checkin)
        defer { suite.stop() }
        let tally = try await replay(on: suite)
        #expect(tally.refusals.map(\.id) == ["3 on 1997-01-03"])
        #expect(tally.refusals.map(\.reason) == ["409: No."])
        #expect(tally.played == 5 && checkin.checkIns.count == 4)
        #expect(tally.summary.hasSuffix("1 were refused"))
    }

    @Test("a suite that is past the log's days says so, and that it needs a new folder")
    func tooLate() async throws {
        let checkin = PretendCheckin(at: today)
        checkin.clock.noteBusiness()
        let suite = try suite(checkin)
        defer { suite.stop() }
        let fault = try await #require(throws: CommandFault.self) {
            try await replay(on: suite)
        }
        #expect(fault.description.contains("\(today)") && !fault.isInput)
        #expect(fault.description.contains("new data folder"))
        #expect(checkin.checkIns.isEmpty)
    }

    @Test(
        "without a test clock, a programme or check-in rules nothing is sent, and it says so",
        arguments: [
            ("/v1/clock", nil, "--test-clock"), ("/v1/programme", nil, "jifen apply"),
            ("/v1/programme", ["section": ["zone": "UTC"]], "has no check-in"),
            ("/v1/programme", ["section": ["zone": "Nowhere", "checkin": [:]]], "Nowhere"),
            ("/v1/checkins", [:], "has no award"),
        ] as [(String, JSON?, String)]
    )
    func notPrepared(path: String, answer: JSON?, advice: String) async throws {
        let checkin = PretendCheckin(at: today)
        let suite = try PretendSuite([
            ("gateway", PretendClock("gateway", .init(now: today, isNew: true)).react),
            (
                "checkin",
                { request in
                    guard request.path == path else { return checkin.react(request) }
                    guard let answer else { return .problem(404, "not-found") }
                    return path == "/v1/checkins"
                        ? .answer(201, body: JSONWriter.bytes(of: answer)) : .json(answer)
                }
            ),
        ])
        defer { suite.stop() }
        let fault = try await #require(throws: CommandFault.self) {
            try await replay(on: suite)
        }
        #expect(fault.description.contains(advice), "\(fault)")
        #expect(checkin.checkIns.isEmpty)
    }

    private func suite(_ checkin: PretendCheckin) throws -> PretendSuite {
        let gateway = PretendClock("gateway", .init(now: today, isNew: true))
        return try PretendSuite([("gateway", gateway.react), ("checkin", checkin.react)])
    }

    private func replay(
        on suite: PretendSuite,
        progress: (Int) -> Void = { _ in }
    ) async throws -> ReplayTally {
        let clock = SuiteClock(suite.client, of: suite.members, pause: { _ in })
        let log = VisitLog(try PurchaseFile(bytes: Array(log.utf8)))
        return try await CheckinReplay(suite.client, clock: clock, to: suite.members[1])
            .play(log, progress: progress)
    }
}
