import Access
import Calls
import Primitives
import ServiceHost
import Synchronization
import TestSupport
import Testing
import Wire

private let day: Int64 = 86_400_000

@Suite("The test clock", .timeLimit(.minutes(3)))
struct ClockTests {
    @Test("stands at the first start until it is set, over restarts too")
    func stands() async throws {
        let folder = try TemporaryFolder()
        for expected in [0, day, 2 * day] {
            try await withDiary(in: folder) { diary in
                let found = try await diary.clock()
                #expect(found == expected)
                #expect(try await diary.setClock(expected + day).status == 200)
                #expect(try await diary.clock() == expected + day)
            }
        }
    }

    @Test("is not served unless it was asked for, and then to operators alone")
    func audience() async throws {
        try await withDiary(settings: [:]) { diary in
            #expect(try await diary.setClock(0).slug == "not-found")
            let answer = try await diary.service.client.send(.get, "/v1/clock")
            #expect(answer.status == 404)
        }
        try await withDiary { diary in
            let rights: [(Role, Int, Int)] = [
                (.operator, 200, 400), (.viewer, 200, 403), (.service, 403, 403),
                (.member, 403, 403),
            ]
            for (role, read, write) in rights {
                let token = try await diary.keys.token(role)
                let client = diary.service.client
                #expect(try await client.send(.get, "/v1/clock", token: token).status == read)
                let put = try await client.send(.put, "/v1/clock", [:], token: token)
                #expect(put.status == write)
            }
        }
    }

    @Test(
        "refuses what is no instant or no call of its own, and stays where it stands",
        arguments: [
            [:], ["now": 5], ["now": "2026-01-01"], ["now": "2026-01-01T00:00:00+08:00"],
            ["now": "9000-01-01T00:00:00Z"], ["now": "2026-02-01T00:00:00Z", "run": 1],
            ["now": "2026-02-01T00:00:00Z", "runs": true], [],
        ] as [JSON]
    )
    func malformed(body: JSON) async throws {
        try await withDiary { diary in
            let answer = try await diary.service.client.send(
                .put,
                "/v1/clock",
                body,
                token: diary.token
            )
            #expect(answer.slug == "invalid-request")
            #expect(try await diary.clock() == 0)
        }
    }

    @Test("does what is due at its instant, each on the way, and says what comes next")
    func settles() async throws {
        try await withDiary { diary in
            try await diary.add([3 * day, day, day, 40 * day])
            let answer = try await diary.setClock(30 * day)
            #expect(answer.json["now"]?.text == "2026-01-31T00:00:00.000Z")
            #expect(answer.json["nextDue"]?.text == "2026-02-10T00:00:00.000Z")
            #expect(answer.json["owed"] == 1)
            let record = try await diary.service.client.send(
                .get,
                "/v1/audit",
                token: diary.token
            ).json["items"]
            #expect(record?[0]?["action"] == "clock.run")
            #expect(record?[0]?["subject"] == "now:2026-01-31T00:00:00.000Z")
            #expect(record?[1] == nil)
            let done: [[Int64?]] = [
                [day, day], [day, day], [3 * day, 3 * day], [40 * day, nil],
            ]
            #expect(try await diary.entries() == done)
        }
    }

    @Test("is only set where it is not to run; what was due is done by the next run")
    func setOnly() async throws {
        try await withDiary { diary in
            try await diary.add([day, 2 * day])
            #expect(try await diary.setClock(5 * day, run: false).status == 200)
            #expect(try await diary.entries() == [[day, nil], [2 * day, nil]])
            #expect(try await diary.setClock(5 * day, run: true).status == 200)
            #expect(try await diary.entries() == [[day, day], [2 * day, 2 * day]])
            #expect(try await diary.clock() == 5 * day)
        }
    }

    @Test("jumps 60 days at once as it does day by day, and more than a commit settles")
    func oneJump() async throws {
        var outcomes: [[[Int64?]]] = []
        for step in [60 * day, day, 7 * day] {
            try await withDiary { diary in
                try await diary.add(Array(repeating: day, count: 1200))
                try await diary.add([5, day], every: 11 * 3_600_000)
                var now: Int64 = 0
                while now < 60 * day {
                    now = min(now + step, 60 * day)
                    #expect(try await diary.setClock(now).status == 200)
                }
                outcomes.append(try await diary.entries())
            }
        }
        #expect(outcomes[0].count > 1450)
        #expect(outcomes[0] == outcomes[1] && outcomes[0] == outcomes[2])
    }

    @Test("stands where its run got to when the time is over; the same call goes on")
    func timeIsOver() async throws {
        // Each instant takes two milliseconds, so that the run lasts longer than a request may.
        let slow: @Sendable (Int) -> Void = { _ in
            let end = ContinuousClock.now + .milliseconds(2)
            while ContinuousClock.now < end {}
        }
        let settings = ["test-clock": "true", "request-limit-ms": "200"]
        try await withDiary(settings: settings, onSettle: slow) { diary in
            let offsets = (1...300).map { Int64($0) * day }
            try await diary.add(offsets)
            var reached: [Int64] = []
            var answer = try await diary.setClock(400 * day)
            while answer.status != 200 {
                #expect(answer.slug == "unavailable")
                reached.append(try #require(try await diary.clock()))
                answer = try await diary.setClock(400 * day)
            }
            #expect(!reached.isEmpty && reached == reached.sorted())
            #expect(reached.allSatisfy { $0 < 400 * day })
            #expect(try await diary.clock() == 400 * day)
            #expect(try await diary.entries() == offsets.map { [$0, $0] })
        }
    }

    @Test("is set by calls at once as by one after the other")
    func concurrent() async throws {
        try await withDiary { diary in
            let offsets = (1...200).map { Int64($0) * day / 4 }
            try await diary.add(offsets)
            let targets = [50, 10, 40, 20, 50, 30].map { Int64($0) * day }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for target in targets {
                    group.addTask {
                        let answer = try await diary.setClock(target)
                        #expect(answer.status == 200 || answer.slug == "clock-behind")
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await diary.clock() == 50 * day)
            #expect(try await diary.entries() == offsets.map { [$0, $0] })
        }
    }

    @Test("answers with a fault, not for ever, where due work fails or stays due")
    func stuck() async throws {
        struct Broken: Error {}
        for error in [Broken(), Diary.Idle()] as [any Error] {
            let isBroken = Mutex(true)
            try await withDiary {
                _ in
                if isBroken.withLock({ $0 }) { throw error }
            } _: { diary in
                try await diary.add([day])
                let stopped = try await diary.setClock(2 * day)
                #expect(stopped.slug == "internal")
                // What has failed is told by its own words in the log alone.
                let due = Instant(milliseconds: Diary.start.milliseconds + day)
                let isNamed = stopped.json["detail"]?.text?.contains("due at \(due)") ?? false
                #expect(isNamed == (error is Diary.Idle), "\(stopped.text)")
                #expect(try await diary.clock() == 0)
                isBroken.withLock { $0 = false }
                #expect(try await diary.setClock(2 * day).status == 200)
                #expect(try await diary.entries() == [[day, day]])
            }
        }
    }
}
