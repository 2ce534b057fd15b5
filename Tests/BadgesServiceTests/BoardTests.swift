import Access
import Calls
import Storage
import TestSupport
import Testing
import Wire

@Suite("Leaderboards", .timeLimit(.minutes(2)))
struct BoardTests {
    private static let prizes: JSON = [
        ["to": 1, "reward": 100], ["to": 3, "reward": 10],
    ]
    private static let job = ["job-pause-ms": "10"]

    @Test("equal values rank equally, the next rank is skipped, who got there first leads")
    func ties() async throws {
        try await BadgesScene.serving(BadgesScene.weekly()) { scene in
            // All within the week from 2026-02-23 to 2026-03-01.
            try await scene.checkIn("late", times: 2, on: "2026-03-01", from: 30)
            try await scene.checkIn("best", times: 3, on: "2026-03-01")
            try await scene.checkIn("early", times: 2, on: "2026-03-01", from: 10)
            try await scene.checkIn("last", on: "2026-02-23")
            try await scene.checkIn("other", times: 5, on: "2026-03-02")
            let places = try await scene.places()
            #expect(
                places == [
                    .init(1, "best", 3), .init(2, "early", 2), .init(2, "late", 2),
                    .init(4, "last", 1),
                ]
            )
            let next = try await scene.places("?period=2026-03-08")
            #expect(next == [.init(1, "other", 5)])
            let profile = try await scene.profile("late")
            let rank = try #require(profile["ranks"]?[0])
            #expect(rank["rank"] == 2 && rank["value"] == 2 && rank["members"] == 4)
            #expect(rank["from"] == "2026-02-23" && rank["to"] == "2026-03-01")
        }
    }

    @Test("page by page comes the same list, also among those who are equal")
    func pages() async throws {
        try await BadgesScene.serving(BadgesScene.weekly()) { scene in
            for (number, minute) in [3, 1, 1, 1, 2, 0].enumerated() {
                try await scene.checkIn("m\(number)", on: "2026-03-01", from: minute)
            }
            try await scene.checkIn("best", times: 2, on: "2026-03-01")
            let all = try await scene.places()
            #expect(all.map(\.rank) == [1, 2, 2, 2, 2, 2, 2])
            for limit in 1...3 {
                var found: [ListedPlace] = []
                var next = ""
                repeat {
                    let page = try await scene.board("?limit=\(limit)\(next)").json
                    found += page["items"]?.elements?.map { ListedPlace($0) } ?? []
                    next = page["next"]?.text.map { "&after=\($0)" } ?? ""
                } while !next.isEmpty
                #expect(found == all, "\(limit)")
            }
        }
    }

    @Test("an event that changes no value counts for who got there first, also counted anew")
    func sameOrderAnew() async throws {
        let board: JSON = ["id": "week", "maximum": "amount", "of": "sale", "each": "week"]
        let programme = [JSON.Member("boards", [board])]
        try await BadgesScene.serving(programme) { scene in
            for (id, member, amount, hour) in [
                ("1", "a", 5, "01"), ("2", "b", 5, "02"), ("3", "a", 1, "03"),
            ] as [(JSON, JSON, JSON, String)] {
                let answer = try await scene.tell([
                    [
                        "id": id, "type": "sale", "member": member, "day": "2026-03-01",
                        "occurredAt": .string("2026-03-01T\(hour):00:00Z"),
                        "attributes": ["amount": amount],
                    ]
                ])
                #expect(answer.status == 200, "\(answer.text)")
            }
            let expected = [ListedPlace(1, "b", 5), ListedPlace(1, "a", 5)]
            #expect(try await scene.places() == expected)
            let growth = JSON.Member("growth", ["rules": [["count": "sale", "growth": 1]]])
            try await scene.publish(programme + [growth])
            for member in ["a", "b"] { _ = try await scene.profile(member) }
            #expect(try await scene.places() == expected)
        }
    }

    @Test("a member sees its neighbourhood, and goes on in the list")
    func around() async throws {
        try await BadgesScene.serving(BadgesScene.weekly()) { scene in
            for number in 1...20 {
                let name = "m\(number < 10 ? "0" : "")\(number)"
                try await scene.checkIn(name, times: number, on: "2026-03-01")
            }
            let page = try await scene.board("?around=me&limit=3", as: "m10").json
            let around = page["around"]?.elements?.map { ListedPlace($0) } ?? []
            let near = (5...15).reversed().map { number -> ListedPlace in
                let name = "m\(number < 10 ? "0" : "")\(number)"
                return ListedPlace(Int64(21 - number), name, Int64(number))
            }
            #expect(around == near)
            #expect(page["own"]?["rank"] == 11)
            #expect(page["items"]?.elements?.count == 3)
            let next = try #require(page["next"]?.text)
            let second = try await scene.places("?limit=2&after=\(next)")
            #expect(second == [.init(4, "m17", 17), .init(5, "m16", 16)])
            let stranger = try await scene.board("?around=me", as: "nobody").json
            #expect(stranger["around"] == [] && stranger["own"]?["rank"] == nil)
            let other = try await scene.board("?around=m11", as: "m10")
            #expect(other.status == 400)
            let host = try await scene.send(
                .get,
                "/v1/leaderboards/week?around=m01",
                by: .service
            )
            #expect(host.json["own"]?["rank"] == 20)
        }
    }

    @Test("a hidden member keeps its rank, and others do not see who it is")
    func hidden() async throws {
        try await BadgesScene.serving(BadgesScene.weekly()) { scene in
            try await scene.checkIn("anna", times: 2, on: "2026-03-01")
            try await scene.checkIn("ben", on: "2026-03-01")
            let path = "/v1/members/me/leaderboards"
            let hidden = try await scene.send(.put, path, ["hidden": true], as: "anna", key: "h")
            #expect(hidden.json == ["member": "anna", "hidden": true])
            let others = try await scene.places(as: "ben")
            #expect(others == [.init(1, "", 2), .init(2, "ben", 1)])
            // Nor does the way to the next page tell it.
            let first = try await scene.board("?limit=1", as: "ben")
            #expect(first.json["next"] != nil && !first.text.contains("anna"), "\(first.text)")
            let own = try await scene.places(as: "anna")
            #expect(own.first == .init(1, "anna", 2))
            let host = try await scene.send(.get, "/v1/leaderboards/week", by: .service)
            #expect(host.json["items"]?[0]?["member"] == "anna")
            #expect(try await scene.profile()["hidden"] == true)
            _ = try await scene.send(.put, path, ["hidden": false], as: "anna", key: "h")
            let shown = try await scene.places(as: "ben")
            #expect(shown.first?.member == "anna")
        }
    }

    @Test("a period closes once, pays once, and nothing that comes later changes it")
    func closing() async throws {
        let place = try TemporaryFolder()
        let clock = TestClock(BadgesScene.midnight)
        let programme = BadgesScene.weekly(.init("prizes", Self.prizes))
        try await BadgesScene.serving(
            programme,
            in: place,
            clock: clock,
            settings: Self.job
        ) { scene in
            for (member, times) in [("a", 3), ("b", 2), ("c", 2), ("d", 1)] {
                try await scene.checkIn(member, times: times, on: "2026-03-01")
            }
            // The week ends with the day; its late events are taken for one day more.
            scene.pass(hours: 47)
            try await scene.checkIn("d", on: "2026-02-28")
            let open = try await scene.board("?period=2026-03-01").json
            #expect(open["closedAt"] == nil)
            scene.pass(hours: 1)
            // It is frozen from the instant on, whether the job has seen it or not.
            try await scene.checkIn("e", times: 9, on: "2026-03-01")
            let period = try await scene.settled()
            #expect(period["winners"] == 4 && period["members"] == 4, "\(period)")
        }
        clock.advance(milliseconds: 86_400_000)
        try await BadgesScene.serving(nil, in: place, clock: clock) { scene in
            try await scene.checkIn("b", times: 9, on: "2026-03-01", from: 20)
            let places = try await scene.places("?period=2026-03-01")
            #expect(places.map(\.rank) == [1, 2, 2, 2] && places.map(\.value) == [3, 2, 2, 2])
            for (member, points) in [("a", 100), ("b", 10), ("c", 10), ("d", 10), ("e", 0)] {
                let balance = try await scene.balance(member)
                #expect(balance == points, "\(member)")
            }
            #expect(try await scene.differences() == [])
        }
    }

    @Test("who is still behind a publication is counted before a period closes")
    func behind() async throws {
        let programme = BadgesScene.weekly(.init("prizes", Self.prizes))
        try await BadgesScene.serving([], settings: ["test-clock": "true"]) { scene in
            for (member, times) in [("a", 1), ("b", 3), ("c", 2)] {
                try await scene.checkIn(member, times: times, on: "2026-03-01")
            }
            try await scene.publish(programme)
            // No job runs, so only who is looked at is counted by the new version.
            _ = try await scene.profile("a")
            let open = try await scene.places()
            #expect(open == [.init(1, "a", 1)])
            scene.pass(days: 2)
            let end: JSON = ["now": "2026-03-02T16:00:00Z"]
            let set = try await scene.send(.put, "/v1/clock", end, by: .operator)
            #expect(set.status == 200, "\(set.text)")
            let period = try await scene.settled()
            #expect(period["winners"] == 3 && period["members"] == 3, "\(period)")
            let places = try await scene.places("?period=2026-03-01")
            #expect(places == [.init(1, "b", 3), .init(2, "c", 2), .init(3, "a", 1)])
            for (member, points) in [("a", 10), ("b", 100), ("c", 10)] {
                let balance = try await scene.balance(member)
                #expect(balance == points, "\(member)")
            }
        }
    }

    @Test("says on each page that a period is closed, from the same instant on, job or not")
    func closed() async throws {
        let (place, clock) = (try TemporaryFolder(), TestClock(BadgesScene.midnight))
        func closedAt(_ scene: BadgesScene) async throws -> [JSON?] {
            let periods = try await scene.send(.get, "/v1/leaderboards/week/periods", by: .viewer)
            let page = try await scene.board("?period=2026-03-01")
            return [periods.json["items"]?[0]?["closedAt"], page.json["closedAt"]]
        }
        try await BadgesScene.serving(BadgesScene.weekly(), in: place, clock: clock) { scene in
            try await scene.checkIn("a", on: "2026-03-01")
            let open = try await closedAt(scene)
            #expect(open == [nil, nil])
            scene.pass(days: 3)
            let closed = try await closedAt(scene)
            #expect(closed == ["2026-03-02T16:00:00.000Z", "2026-03-02T16:00:00.000Z"])
        }
        try await BadgesScene.serving(nil, in: place, clock: clock, settings: Self.job) { scene in
            _ = try await scene.settled()
            let settled = try await closedAt(scene)
            #expect(settled == ["2026-03-02T16:00:00.000Z", "2026-03-02T16:00:00.000Z"])
        }
    }

    @Test(
        "has periods of which all days can be written",
        arguments: [
            ("9999-12-25", 200), ("9999-12-27", 404), ("9999-12-31", 404), ("0000-01-01", 404),
            ("0000-01-03", 200),
        ]
    )
    func written(day: String, status: Int) async throws {
        try await BadgesScene.serving(BadgesScene.weekly()) { scene in
            let answer = try await scene.board("?period=\(day)")
            #expect(answer.status == status, "\(answer.text)")
        }
    }

    @Test("a period whose prizes cannot be handed out holds up no other, and is counted")
    func stuck() async throws {
        let (place, clock) = (try TemporaryFolder(), TestClock(BadgesScene.midnight))
        let boards = ["week", "day"].map { span -> JSON in
            [
                "id": .string(span), "count": "checkin.done", "each": .string(span),
                "prizes": Self.prizes,
            ]
        }
        let programme = [JSON.Member("boards", .array(boards))]
        try await BadgesScene.serving(programme, in: place, clock: clock) { scene in
            for member in ["a", "b"] { try await scene.checkIn(member, on: "2026-03-01") }
            clock.advance(milliseconds: 86_400_000)
            try await scene.checkIn("a", on: "2026-03-02")
        }
        // Of the week, which closes first, only one prize can be noted.
        try await BadgesScene.changeStore(in: place) { store in
            try store.execute(
                "CREATE UNIQUE INDEX one ON reward (cause) WHERE cause = 'board:week:2026-03-01'"
            )
        }
        clock.advance(milliseconds: 2 * 86_400_000)
        try await BadgesScene.serving(nil, in: place, clock: clock, settings: Self.job) { scene in
            let day = try await scene.settled("day")
            #expect(day["to"] == "2026-03-02" && day["winners"] == 1, "\(day)")
            try await Patience.wait {
                try await scene.metric("jifen_due_stuck", #"kind="board""#) == 1
            }
            let weeks = try await scene.send(.get, "/v1/leaderboards/week/periods", by: .viewer)
            let week = try #require(weeks.json["items"]?[1])
            #expect(week["to"] == "2026-03-01" && week["winners"] == 0, "\(week)")
            #expect(week["settledAt"] == nil)
        }
        try await BadgesScene.changeStore(in: place) { try $0.execute("DROP INDEX one") }
        try await BadgesScene.serving(nil, in: place, clock: clock, settings: Self.job) { scene in
            let week = try await scene.settled(period: 1)
            #expect(week["winners"] == 2, "\(week)")
            #expect(try await scene.metric("jifen_due_stuck", #"kind="board""#) == 0)
        }
    }

    @Test("where many share a rank, those who got there first are given the prizes")
    func winners() async throws {
        let programme = BadgesScene.weekly(.init("prizes", Self.prizes), .init("winners", 2))
        try await BadgesScene.serving(programme, settings: Self.job) { scene in
            for (minute, member) in ["third", "first", "second"].enumerated() {
                try await scene.checkIn(member, on: "2026-03-01", from: (minute + 2) % 3)
            }
            scene.pass(days: 2)
            let period = try await scene.settled()
            #expect(period["winners"] == 2)
            #expect(try await scene.balance("first") == 100)
            #expect(try await scene.balance("second") == 100)
            #expect(try await scene.balance("third") == 0)
        }
    }

    @Test("what was over before a board was published is history, and nobody is paid for it")
    func history() async throws {
        try await BadgesScene.serving([], settings: Self.job) { scene in
            try await scene.checkIn("a", times: 5, on: "2026-02-20")
            try await scene.checkIn("a", on: "2026-03-01")
            try await scene.checkIn("b", times: 2, on: "2026-03-01", from: 1)
            try await scene.publish(BadgesScene.weekly(.init("prizes", Self.prizes)))
            try await Patience.wait { try await scene.places().count == 2 }
            let places = try await scene.places()
            #expect(places == [.init(1, "b", 2), .init(2, "a", 1)])
            #expect(try await scene.places("?period=2026-02-20") == [])
            scene.pass(days: 2)
            _ = try await scene.settled()
            #expect(try await scene.balance("a") == 10)
            let periods = try await scene.send(
                .get,
                "/v1/leaderboards/week/periods",
                by: .operator
            )
            #expect(periods.json["items"]?.elements?.count == 1)
        }
    }

    @Test("what is undone is taken back while the period is open")
    func undone() async throws {
        try await BadgesScene.serving(BadgesScene.weekly()) { scene in
            try await scene.checkIn("a", times: 2, on: "2026-03-01")
            try await scene.checkIn("b", on: "2026-03-01")
            for (member, minute) in [("a", 1), ("b", 0)] {
                let undoing = BadgesScene.event(
                    "undo-\(member)",
                    "checkin.reversed",
                    of: member,
                    undoes: "\(member)-2026-03-01-\(minute)"
                )
                try await scene.tell([undoing])
            }
            let places = try await scene.places()
            #expect(places == [.init(1, "a", 1)])
            #expect(try await scene.profile("b")["ranks"]?[0]?["members"] == 1)
        }
    }

    @Test("prizes that members have counted for are taken away by force alone")
    func worsened() async throws {
        let programme = BadgesScene.weekly(.init("prizes", Self.prizes), .init("winners", 5))
        let fewer = BadgesScene.weekly(.init("prizes", Self.prizes), .init("winners", 4))
        let less = BadgesScene.weekly(.init("prizes", [["to": 2, "reward": 100]]))
        let more = BadgesScene.weekly(.init("prizes", [["to": 3, "reward": 100]]))
        try await BadgesScene.serving(programme) { scene in
            for (worse, path) in [
                ([], "boards"), (fewer, "boards[0].winners"), (less, "boards[0].prizes"),
            ] {
                let section = JSON.object(BadgesScene.frame + worse)
                let refused = try await scene.send(.put, "/v1/programme", section, by: .operator)
                #expect(refused.status == 422)
                #expect(refused.json["faults"]?[0]?["path"]?.text == path, "\(refused.text)")
            }
            try await scene.publish(more)
            let section = JSON.object(BadgesScene.frame + fewer)
            let forced = "/v1/programme?force=budget"
            let answer = try await scene.send(.put, forced, section, by: .operator)
            #expect(answer.status == 200, "\(answer.text)")
        }
    }
}
