import JifenService
import Primitives
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("The clock of a suite")
struct SuiteClockTests {
    private let first = instant("2026-01-01T00:00:00Z")
    private let second = instant("2026-01-05T00:00:00Z")
    private let third = instant("2026-01-09T00:00:00Z")
    private let target = instant("2026-02-01T00:00:00Z")

    @Test("all services stop at each instant at which something is due at any of them")
    func allStop() async throws {
        let diary = Diary()
        let gateway = PretendClock(
            "gateway",
            .init(now: first, dues: [second, target]),
            diary: diary
        )
        let mall = PretendClock("mall", .init(now: first, dues: [third]), diary: diary)
        let suite = try PretendSuite([("gateway", gateway.react), ("mall", mall.react)])
        defer { suite.stop() }
        let heard = Mutex<[Instant]>([])
        let clock = SuiteClock(suite.client, of: suite.members) { instant in
            heard.withLock { $0.append(instant) }
        }

        #expect(try await clock.move(to: target) == target)
        #expect(
            diary.all == [
                "gateway does \(second)", "gateway at \(second)", "mall at \(second)",
                "gateway at \(third)", "mall does \(third)", "mall at \(third)",
                "gateway does \(target)", "gateway at \(target)", "mall at \(target)",
            ]
        )
        #expect(heard.withLock { $0 } == [second, third, target])
        #expect(try await clock.readings().map(\.now) == [target, target])
    }

    @Test("nobody goes on while a message is on its way, and what it makes due is done there")
    func messages() async throws {
        let diary = Diary()
        let gateway = PretendClock("gateway", .init(now: first, owed: 2), diary: diary)
        let suite = try PretendSuite([("gateway", gateway.react)])
        defer { suite.stop() }
        let waits = Mutex<[Duration]>([])
        let clock = SuiteClock(
            suite.client,
            of: suite.members,
            pause: { pause in
                waits.withLock { $0.append(pause) }
                diary.note("waits")
                gateway.makeDue(second)
            }
        )
        #expect(try await clock.move(to: third) == third)
        #expect(waits.withLock { $0 } == [.milliseconds(2), .milliseconds(4)])
        #expect(diary.all.prefix(3) == ["waits", "waits", "gateway does \(second)"])
    }

    @Test("a run that is longer than a request may be is asked for until it is done")
    func longRun() async throws {
        let gateway = PretendClock("gateway", .init(now: first, dues: [second], breaks: 5))
        let suite = try PretendSuite([("gateway", gateway.react)], patience: .long)
        defer { suite.stop() }
        let clock = SuiteClock(suite.client, of: suite.members)
        #expect(try await clock.move(to: third) == third)
        #expect(gateway.now == third)
    }

    @Test("a new suite's clock goes back, a used one's stays where the latest stands")
    func back() async throws {
        let gateway = PretendClock("gateway", .init(now: second, isNew: true))
        let mall = PretendClock("mall", .init(now: third, isNew: true))
        let suite = try PretendSuite([("gateway", gateway.react), ("mall", mall.react)])
        defer { suite.stop() }
        let clock = SuiteClock(suite.client, of: suite.members)
        #expect(try await clock.move(to: first) == first)
        #expect(gateway.now == first && mall.now == first)

        #expect(try await clock.move(to: third) == third)
        mall.noteBusiness()
        #expect(try await clock.move(to: second) == third)
        #expect(gateway.now == third && mall.now == third)
    }

    @Test("what is due for ever at one instant ends the move, not the patience")
    func endless() async throws {
        let gateway = PretendClock("gateway", .init(now: first))
        let suite = try PretendSuite([
            (
                "gateway",
                { request in
                    gateway.makeDue(second)
                    return gateway.react(request)
                }
            )
        ])
        defer { suite.stop() }
        let fault = try await #require(throws: CommandFault.self) {
            try await SuiteClock(suite.client, of: suite.members).move(to: third)
        }
        #expect(fault.description.contains("does not come to an end"))
    }

    @Test("messages that are never delivered end the move and name who owes them")
    func undelivered() async throws {
        let suite = try PretendSuite([
            ("gateway", { _ in .json(["now": "2026-01-01T00:00:00Z", "owed": 3]) })
        ])
        defer { suite.stop() }
        let clock = SuiteClock(suite.client, of: suite.members, pause: { _ in })
        let fault = try await #require(throws: CommandFault.self) {
            try await clock.move(to: third)
        }
        #expect(fault.description.contains("gateway cannot deliver 3"))
    }

    @Test("a suite without the test clock says how to get one")
    func noTestClock() async throws {
        let suite = try PretendSuite([("gateway", { _ in .problem(404, "not-found") })])
        defer { suite.stop() }
        let fault = try await #require(throws: CommandFault.self) {
            try await SuiteClock(suite.client, of: suite.members).move(to: third)
        }
        #expect(fault.description.contains("jifen up --test-clock") && !fault.isInput)
    }
}
