import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

@Suite("Leaderboards at their edges", .timeLimit(.minutes(2)))
struct BoardEdgeTests {
    private static let prizes: JSON = [
        ["to": 1, "reward": 100], ["to": 3, "reward": 10],
    ]
    private static let job = ["job-pause-ms": "10"]
    private static let hidden = "/v1/members/me/leaderboards"

    /// The places of a page under a name.
    private static func places(_ name: String, of page: JSON) -> [ListedPlace] {
        page[name]?.elements?.map { ListedPlace($0) } ?? []
    }

    private func hide(_ member: String, _ isHidden: Bool, _ scene: BadgesScene) async throws {
        let body: JSON = ["hidden": .bool(isHidden)]
        let answer = try await scene.send(.put, Self.hidden, body, as: member)
        try #require(answer.status == 200, "\(answer.text)")
    }

    @Test("who stands first or last has its neighbours on one side, who is alone has none")
    func ends() async throws {
        try await BadgesScene.serving(BadgesScene.weekly()) { scene in
            try await scene.checkIn("m1", times: 9, on: "2026-03-01")
            let alone = try await scene.board("?around=me", as: "m1").json
            #expect(Self.places("around", of: alone) == [.init(1, "m1", 9)])
            for number in 2...8 {
                // Two share the last rank but one, of whom m7 got there first.
                let (times, minute) = (number == 8 ? 3 : 10 - number, number == 7 ? 0 : 1)
                try await scene.checkIn("m\(number)", times: times, on: "2026-03-01", from: minute)
            }
            try await scene.checkIn("m9", on: "2026-03-01")
            let list = try await scene.places()
            try #require(
                list.map(\.member) == ["m1", "m2", "m3", "m4", "m5", "m6", "m7", "m8", "m9"]
            )
            #expect(list.map(\.rank) == [1, 2, 3, 4, 5, 6, 7, 7, 9])
            for (member, near) in [
                ("m1", list[0...5]), ("m2", list[0...6]), ("m6", list[0...8]), ("m7", list[1...8]),
                ("m8", list[2...8]), ("m9", list[3...8]),
            ] {
                let page = try await scene.board("?around=me&limit=1", as: member).json
                #expect(Self.places("around", of: page) == Array(near), "\(member)")
                let own = list.first { $0.member == member }
                #expect(page["own"]?["rank"]?.integer == own?.rank, "\(member)")
                #expect(page["own"]?["value"]?.integer == own?.value)
            }
        }
    }

    @Test("those who have as much since the same instant stand by their ids, on every page")
    func sameInstant() async throws {
        try await BadgesScene.serving(BadgesScene.weekly()) { scene in
            for member in ["d", "b", "a", "c"] { try await scene.checkIn(member, on: "2026-03-01") }
            let all = ["a", "b", "c", "d"].map { ListedPlace(1, $0, 1) }
            #expect(try await scene.places() == all)
            let page = try await scene.board("?around=me", as: "c").json
            #expect(Self.places("around", of: page) == all)
            // One more point parts them; with it undone they share the rank again.
            try await scene.checkIn("c", on: "2026-03-01", from: 5)
            let parted = try await scene.places()
            let others = ["a", "b", "d"].map { ListedPlace(2, $0, 1) }
            #expect(parted == [ListedPlace(1, "c", 2)] + others)
            let undoes = "c-2026-03-01-5"
            try await scene.tell([BadgesScene.event("u", "undone", of: "c", undoes: undoes)])
            #expect(try await scene.places().allSatisfy { $0.rank == 1 && $0.value == 1 })
        }
    }

    @Test("who hides and shows itself keeps rank and prize, and is named only while shown")
    func hides() async throws {
        let programme = BadgesScene.weekly(.init("prizes", Self.prizes))
        try await BadgesScene.serving(programme, settings: Self.job) { scene in
            try await scene.checkIn("anna", times: 3, on: "2026-03-01")
            try await scene.checkIn("ben", times: 2, on: "2026-03-01")
            try await hide("anna", true, scene)
            try await hide("anna", false, scene)
            #expect(try await scene.places(as: "ben").map(\.member) == ["anna", "ben"])
            // Hidden before it counts for the first time, and while the period closes.
            try await hide("cleo", true, scene)
            try await scene.checkIn("cleo", on: "2026-03-01")
            try await hide("anna", true, scene)
            scene.pass(days: 2)
            #expect(try await scene.settled()["winners"] == 3)
            for (member, balance) in [("anna", 100), ("ben", 10), ("cleo", 10)] {
                #expect(try await scene.balance(member) == balance, "\(member)")
            }
            let query = "?period=2026-03-01&around=me"
            let page = try await scene.board(query, as: "ben").json
            let seen: [ListedPlace] = [.init(1, "", 3), .init(2, "ben", 2), .init(3, "", 1)]
            #expect(Self.places("items", of: page) == seen)
            #expect(Self.places("around", of: page) == seen)
            // What is frozen is the list, not who may read it.
            try await hide("anna", false, scene)
            let again = try await scene.board(query, as: "ben").json
            #expect(Self.places("items", of: again).map(\.member) == ["anna", "ben", ""])
            let own = try await scene.board(query, as: "cleo").json
            #expect(Self.places("around", of: own).map(\.member) == ["anna", "ben", "cleo"])
        }
    }

    @Test("a closed list stays as it is: for late events, undoings, and what is counted anew")
    func closed() async throws {
        let goal: JSON = ["count": "checkin.done", "each": "week", "atLeast": 9]
        let badges = JSON.Member("badges", [["id": "b", "tiers": [["id": "t", "goal": goal]]]])
        let board = BadgesScene.weekly(.init("prizes", Self.prizes))
        try await BadgesScene.serving(board + [badges], settings: Self.job) { scene in
            try await scene.checkIn("a", times: 3, on: "2026-03-01")
            try await scene.checkIn("b", times: 2, on: "2026-03-01")
            scene.pass(days: 2)
            _ = try await scene.settled()
            try await scene.checkIn("b", times: 5, on: "2026-03-01", from: 10)
            try await scene.checkIn("late", times: 4, on: "2026-02-23")
            let undoing = BadgesScene.event("u", "undone", of: "a", undoes: "a-2026-03-01-0")
            try await scene.tell([undoing])
            let growth = JSON.Member("growth", ["rules": [["count": "checkin.done", "growth": 1]]])
            try await scene.publish(board + [badges, growth])
            let frozen = [ListedPlace(1, "a", 3), .init(2, "b", 2)]
            // Of the members all counts, whenever it is told.
            for (member, value) in [("a", 2), ("b", 7), ("late", 4)] as [(String, Int64)] {
                let page = try await scene.profile(member)
                let part = page["badges"]?[0]?["tiers"]?[0]?["parts"]?[0]
                #expect(part?["value"]?.integer == value && page["growth"]?.integer == value)
                #expect(try await scene.places("?period=2026-02-25", as: member) == frozen)
            }
            for (member, balance) in [("a", 100), ("b", 10), ("late", 0)] {
                #expect(try await scene.balance(member) == balance, "\(member)")
            }
            let own = try await scene.board("?period=2026-03-01&around=me", as: "late").json
            #expect(own["own"]?["rank"] == nil && own["around"] == [] && own["members"] == 2)
            #expect(try await scene.differences() == [])
        }
    }

    @Test("a period that nobody is in closes without a list, one that was left pays nobody")
    func empty() async throws {
        let programme = BadgesScene.weekly(.init("prizes", Self.prizes))
        try await BadgesScene.serving(programme, settings: Self.job) { scene in
            let page = try await scene.board("?around=me").json
            #expect(page["items"] == [] && page["around"] == [] && page["members"] == 0)
            #expect(page["own"] == ["member": "anna", "value": 0] && page["next"] == nil)
            // The week of 9 March is filled and emptied again, that before has nobody.
            let undoing = BadgesScene.event("u", "undone", undoes: "anna-2026-03-09-0")
            try await scene.checkIn("anna", on: "2026-03-09")
            try await scene.tell([undoing])
            scene.pass(days: 20)
            let period = try await scene.settled()
            #expect(period["from"] == "2026-03-09" && period["members"] == 0, "\(period)")
            #expect(period["winners"] == 0)
            let path = "/v1/leaderboards/week/periods"
            let periods = try await scene.send(.get, path, by: .viewer).json["items"]?.elements
            #expect(periods?.count == 1)
            let closed = try await scene.board("?period=2026-03-02").json
            #expect(closed["closedAt"] == "2026-03-09T16:00:00.000Z" && closed["items"] == [])
            #expect(try await scene.balance() == 0)
        }
    }

    @Test("prizes are paid once, however often the service is stopped while it closes periods")
    func restarts() async throws {
        let (place, clock) = (try TemporaryFolder(), TestClock(BadgesScene.midnight))
        let programme = BadgesScene.weekly(.init("prizes", Self.prizes), .init("winners", 50))
        let members = (0..<30).map { "m\($0)" }
        try await BadgesScene.serving(programme, in: place, clock: clock) { scene in
            for day in ["2026-03-01", "2026-03-08", "2026-03-15"] {
                let told = try await scene.tell(
                    members.map { BadgesScene.event("\($0)-\(day)", of: $0, on: day) }
                )
                #expect(told.status == 200, "\(told.text)")
            }
        }
        for _ in 0..<4 {
            // Each time some week is over; the job has closed it before the stop, or has not.
            clock.advance(milliseconds: 7 * 86_400_000)
            try await BadgesScene.serving(
                nil,
                in: place,
                clock: clock,
                settings: Self.job
            ) { scene in
                for client in [scene.service.client, scene.gateway.client] {
                    let answer = try await client.send(.get, "/health/live")
                    #expect(answer.status == 200)
                }
            }
        }
        try await BadgesScene.serving(nil, in: place, clock: clock, settings: Self.job) { scene in
            for week in 0..<3 {
                let period = try await scene.settled(period: week)
                #expect(period["winners"] == 30, "\(period)")
            }
            for member in members { #expect(try await scene.balance(member) == 300) }
            #expect(try await scene.differences() == [])
        }
    }
}
