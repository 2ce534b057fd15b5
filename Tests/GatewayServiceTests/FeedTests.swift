import Calls
import Primitives
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("What badges is told of transfers", .timeLimit(.minutes(2)))
struct FeedTests {
    @Test("is what was earned, spent and expired, each under its transfer's id")
    func movements() async throws {
        let badges = PretendBadges()
        try await Gateway.telling(badges) { gateway, _ in
            let earned = try await gateway.credit("m", 90, key: "c").transferID
            let spent = try await gateway.debit("m", 30, key: "d").transferID
            let hold = JSON.movement(of: "m", 20)
            let id = try await gateway.transfer("/v1/holds", hold, key: "h")
            let captured = try await gateway.transfer(
                "/v1/holds/\(id)/capture",
                ["amount": 15],
                key: "k"
            )
            try await gateway.debit("m", 999, key: "refused")
            try await gateway.told()

            let what = badges.told.map { event in
                [event["id"], event["type"], event["attributes"]?["amount"]].map { $0 ?? .null }
            }
            #expect(
                what == [
                    [.string(earned), "points.earned", 90], [.string(spent), "points.spent", 30],
                    [.string(captured), "points.spent", 15],
                ]
            )
            #expect(
                badges.told.first == [
                    "id": .string(earned), "type": "points.earned", "member": "m",
                    "occurredAt": "2026-03-01T08:00:00.000Z", "day": "2026-03-01",
                    "attributes": ["asset": "points", "amount": 90, "reason": "test"],
                ]
            )
        }
    }

    @Test("has its day in the programme's zone, and says of rewards that they are some")
    func days() async throws {
        let badges = PretendBadges()
        try await Gateway.telling(badges) { gateway, _ in
            // 23:59:59.999 and midnight in Shanghai.
            try gateway.stand(at: "2026-03-01T15:59:59.999Z")
            let body = JSON.movement(of: "m", 5, .init("cause", "reward"))
            try await gateway.post("/v1/credits", body, key: "r")
            gateway.clock.advance(milliseconds: 1)
            try await gateway.credit("m", 6, asset: "tickets", key: "c")
            try await gateway.told()

            #expect(badges.told.map { $0["day"]?.text } == ["2026-03-01", "2026-03-02"])
            #expect(badges.told.map { $0["attributes"]?["cause"]?.text } == ["reward", nil])
            #expect(badges.told.map { $0["attributes"]?["asset"]?.text } == ["points", "tickets"])
        }
    }

    @Test("is told of pending points when they become available, with the reason of their grant")
    func pending() async throws {
        let badges = PretendBadges()
        try await Gateway.telling(badges, ["test-clock": "true"]) { gateway, _ in
            let later = JSON.Member("availableAt", "2026-03-02T08:00:00Z")
            let reward = JSON.movement(of: "m", 8, later, .init("cause", "reward"))
            let id = try await gateway.transfer("/v1/credits", reward, key: "p")
            let doomed = JSON.movement(of: "m", 7, later)
            let other = try await gateway.transfer("/v1/credits", doomed, key: "q")
            try await gateway.reverse(other, key: "r")
            try await gateway.told()
            #expect(badges.told.isEmpty)

            try await gateway.set(clock: "2026-03-03T08:00:00Z")
            try await gateway.told()
            #expect(badges.told.map { $0["type"]?.text } == ["points.earned"])
            #expect(badges.told.first?["occurredAt"] == "2026-03-02T08:00:00.000Z")
            #expect(
                badges.told.first?["attributes"] == [
                    "asset": "points", "amount": 8, "reason": "test", "cause": "reward",
                ]
            )
            // What is reversed is the pending credit; what is undone is what was told of it.
            try await gateway.reverse(id, 3, key: "half")
            try await gateway.reverse(id, key: "rest")
            try await gateway.told()
            let reversed = badges.told("points.reversed")
            #expect(reversed.map { $0["attributes"]?["amount"] } == [3, 5])
            #expect(reversed.map { $0["undoes"] } == [nil, badges.told.first?["id"]])

            try await gateway.credit("m", 4, key: "c")
            try await gateway.set(clock: "2028-01-02T00:00:00Z")
            try await gateway.told()
            let expired = badges.told("points.expired")
            #expect(expired.map { $0["attributes"]?["amount"] } == [4])
            #expect(expired.map { $0["day"] } == ["2028-01-01"])
        }
    }

    @Test("names what a reversal has undone once nothing of it is left, be it early or late")
    func reversals() async throws {
        let isAway = Atomic(false)
        let badges = PretendBadges { _ in
            isAway.load(ordering: .relaxed) ? .answer(503) : nil
        }
        try await Gateway.telling(badges) { gateway, _ in
            for round in ["early", "late"] {
                isAway.store(round == "late", ordering: .relaxed)
                let id = try await gateway.credit("m", 10, key: "c-\(round)").transferID
                let part = try await gateway.reverse(id, 4, key: "a-\(round)").transferID
                if round == "early" { try await gateway.told() }
                let rest = try await gateway.reverse(id, key: "b-\(round)").transferID
                if round == "early" { try await gateway.told() }
                // The rest is given back: the second reversal is itself undone.
                let redone = try await gateway.reverse(rest, key: "d-\(round)").transferID
                isAway.store(false, ordering: .relaxed)
                try await gateway.told()

                let events = Dictionary(
                    badges.told.map { ($0["id"]?.text ?? "", $0) },
                    uniquingKeysWith: { first, _ in first }
                )
                #expect(events[part]?["undoes"] == nil)
                #expect(events[rest]?["undoes"]?.text == id)
                // What was undone as a whole is told anew, as far as it stands again.
                #expect(events[redone]?["type"] == "points.earned")
                #expect(events[redone]?["undoes"]?.text == rest)
                #expect(events[redone]?["attributes"]?["amount"] == 6)
                #expect(events[rest]?["attributes"]?["amount"] == 6)
            }
        }
    }

    @Test("restores what a reversal in part has undone, and reverses what was restored")
    func restored() async throws {
        let badges = PretendBadges()
        try await Gateway.telling(badges) { gateway, _ in
            let id = try await gateway.credit("m", 10, key: "c").transferID
            let part = try await gateway.reverse(id, 4, key: "a").transferID
            let some = try await gateway.reverse(part, 1, key: "b").transferID
            let all = try await gateway.reverse(part, key: "d").transferID
            let again = try await gateway.reverse(all, key: "e").transferID
            try await gateway.told()

            let told = badges.told.map { event in
                [event["id"], event["type"], event["undoes"]].map { $0?.text }
            }
            #expect(
                told == [
                    [id, "points.earned", nil], [part, "points.reversed", nil],
                    [some, "points.restored", nil], [all, "points.restored", part],
                    [again, "points.reversed", all],
                ]
            )
        }
    }

    @Test("counts as owed until it is told, by the clock, the metrics and the outbox")
    func owed() async throws {
        let badges = PretendBadges { _ in .answer(503, body: Array(#"{"title":"No"}"#.utf8)) }
        try await Gateway.telling(badges, ["test-clock": "true"]) { gateway, _ in
            try await gateway.credit("m", 1, key: "c")
            try await gateway.send(.event("e", 500))
            try await Patience.wait { try await gateway.badgesWay()["state"] == "failing" }
            let clock = try await gateway.get("/v1/clock", token: gateway.viewer).json
            // The credit, the event and what the event earned.
            #expect(clock["owed"] == 3)
            let way = try await gateway.badgesWay()
            #expect(way["owed"] == 3)
            #expect(way["parked"] == 0)
            #expect(way["detail"]?.text?.contains("503") == true)
            let metrics = try await gateway.get("/metrics").text
            #expect(metrics.contains(/jifen_feed_pending\{.*feed="transfers".*\} 2/))
            #expect(metrics.contains(/jifen_feed_pending\{.*feed="events".*\} 1/))
            #expect(try await gateway.get("/health/ready").status == 200)

            badges.behave { _ in nil }
            try await gateway.told()
            let after = try await gateway.get("/v1/clock", token: gateway.viewer).json
            #expect(after["owed"] == 0)
            #expect(badges.told.count == 3)
        }
    }

    @Test("goes with the gateway's own token, anew where that is refused")
    func token() async throws {
        let tokens = Mutex<Set<String>>([])
        let badges = PretendBadges { request in
            let token = request.header("Authorization") ?? ""
            return tokens.withLock { $0.insert(token).inserted } ? .answer(401) : nil
        }
        try await Gateway.telling(badges) { gateway, _ in
            try await gateway.credit("m", 1, key: "c")
            try await Patience.wait { try await gateway.badgesWay()["state"] == "stopped" }
            #expect(tokens.withLock { $0 }.allSatisfy { $0.hasPrefix("Bearer ") })
            #expect(try await gateway.badgesWay()["owed"] == 1)
        }
    }

    @Test("is all from the first row on for badges that comes later, and goes on after a restart")
    func history() async throws {
        let badges = PretendBadges()
        try await Gateway.telling(badges) { gateway, calls in
            // Without an address nobody is told, and nothing is kept for it.
            try await gateway.told()
            try await gateway.restarted { gateway in
                try await gateway.credit("m", 1, key: "a")
                try await gateway.send(.event("e", 100))
                #expect(try await gateway.badgesWay()["state"] == "absent")
                #expect(try await gateway.badgesWay()["owed"] == 0)
                #expect(badges.told.isEmpty)
                try await gateway.restarted(calls) { gateway in
                    try await gateway.told()
                    #expect(
                        Set(badges.told.map { $0["type"]?.text }) == [
                            "points.earned", "order.paid",
                        ]
                    )
                    try await gateway.restarted(calls) { gateway in
                        try await gateway.credit("m", 2, key: "b")
                        try await gateway.told()
                        #expect(badges.told.count == 4)
                        #expect(badges.repeats == 0)
                    }
                }
            }
        }
    }

    @Test("holds up no credit where badges never answers")
    func slow() async throws {
        let badges = PretendBadges { _ in .neverAnswer }
        try await Gateway.telling(badges) { gateway, _ in
            try await gateway.credit("m", 1, key: "first")
            try await Patience.wait { try await gateway.badgesWay()["owed"] != 0 }
            let start = ContinuousClock.now
            for index in 0..<100 { try await gateway.credit("m", 1, key: "c-\(index)") }
            // A request to badges lasts 15 seconds: had only five of the hundred waited for one,
            // it would have taken longer than a busy machine needs for all.
            #expect(ContinuousClock.now - start < .seconds(60))
            #expect(try await gateway.available("m") == 101)
        }
    }
}

extension Gateway {
    /// Moves the test clock to an instant, and runs what is due on the way.
    fileprivate func set(clock instant: String) async throws {
        let answer = try await client.send(
            .put,
            "/v1/clock",
            ["now": .string(instant)],
            token: self.operator
        )
        guard answer.status == 200 else { throw Unexpected(answer: answer.text) }
    }
}
