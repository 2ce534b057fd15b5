import Access
import Calls
import Outbox
import Primitives
import Synchronization
import TestSupport
import Testing
import Wire

@Suite("An operator", .timeLimit(.minutes(2)))
struct OperatorTests {
    /// Refuses an amount of 13, and answers 400 to one of 666, while it is switched on.
    private final class Trouble: Sendable {
        let isOn = Atomic(true)

        var receiver: Receiver {
            Receiver(
                plan: { [self] _, operations in
                    isOn.load(ordering: .relaxed)
                        && operations.contains { $0.json["amount"] == 666 }
                        ? .fail(.answer(400, body: Array(#"{"type":"/problems/x"}"#.utf8)))
                        : .serve
                },
                isRefused: { [self] in
                    isOn.load(ordering: .relaxed) && $0.json["amount"] == 13
                }
            )
        }
    }

    @Test("sees what is parked, why, and how the ways to the neighbours fare")
    func list() async throws {
        try await withOwing(Trouble().receiver) { owing, _ in
            let refused = try await owing.owe(13)
            try await owing.owe(1, to: "badges")
            try await owing.ids("refused", count: 1)
            let page = try await owing.outbox("?state=parked")
            let row = page["items"]?[0]

            #expect(row?["id"] == .string(refused))
            #expect(row?["state"] == "refused")
            #expect(row?["key"] == .string(refused))
            #expect(row?["operation"] == ["member": "m1", "amount": 13])
            #expect(row?["reason"]?["title"] == "Frozen")
            #expect(row?["actions"] == [])
            let ways = page["neighbours"]?.elements ?? []
            #expect(ways.map { $0["name"] } == ["gateway", "badges"])
            #expect(ways.map { $0["state"] } == ["running", "absent"])
            #expect(ways.map { $0["owed"] } == [0, 1])
            #expect(ways.map { $0["parked"] } == [1, 0])
        }
    }

    @Test("reads the list page by page")
    func pages() async throws {
        try await withOwing(Trouble().receiver) { owing, _ in
            var expected: [String] = []
            for _ in 0..<7 { expected.append(try await owing.owe(1, to: "badges")) }
            var seen: [String] = []
            var after = ""
            while true {
                let page = try await owing.outbox("?state=owed&limit=3\(after)")
                seen += (page["items"]?.elements ?? []).compactMap { $0["id"]?.text }
                guard let next = page["next"]?.text else { break }
                after = "&after=\(next)"
            }
            #expect(seen == expected)
            let all = try await owing.rows().compactMap { $0["id"]?.text }
            #expect(all == expected)
        }
    }

    @Test("sends what was refused again under a new key, and with it what it took along")
    func retryRefused() async throws {
        let trouble = Trouble()
        let receiver = trouble.receiver
        try await withOwing(receiver) { owing, _ in
            let root = try await owing.owe(13)
            let leaf = try await owing.owe(2, needing: root)
            try await owing.ids("refused", count: 1)
            try await owing.ids("waiting", count: 1)
            let early = try await owing.act("retry", leaf, key: "early")
            trouble.isOn.store(false, ordering: .relaxed)
            let first = try await owing.act("retry", root, key: "k")
            try await owing.ids("owed", count: 0)
            let again = try await owing.act("retry", root, key: "k")

            #expect(early.status == 409 && early.slug == "not-parked")
            #expect(early.json["needs"] == .string(root))
            #expect(first.status == 200 && first.json["key"] == .string("\(root).1"))
            #expect(again.isReplayed && again.body == first.body)
            #expect(receiver.seen.order == ["m1": ["\(root).1", leaf]])
            #expect(receiver.seen.applied[leaf]?["ofKey"] == .string("\(root).1"))
        }
    }

    @Test("finds the key in force in what is owed later")
    func laterNeed() async throws {
        let trouble = Trouble()
        let receiver = trouble.receiver
        try await withOwing(receiver) { owing, _ in
            let root = try await owing.owe(13)
            try await owing.ids("refused", count: 1)
            _ = try await owing.act("retry", root, key: "k1")
            try await Patience.wait {
                try await owing.rows("refused").first?["retries"] == 1
            }
            trouble.isOn.store(false, ordering: .relaxed)
            _ = try await owing.act("retry", root, key: "k2")
            try await owing.ids("delivered", count: 1)
            let leaf = try await owing.owe(2, needing: root)
            try await owing.ids("owed", count: 0)

            #expect(receiver.seen.order == ["m1": ["\(root).2", leaf]])
            #expect(receiver.seen.applied[leaf]?["ofKey"] == .string("\(root).2"))
        }
    }

    @Test("sends what the neighbour did not understand again under its own key")
    func retryUnknown() async throws {
        let trouble = Trouble()
        let receiver = trouble.receiver
        try await withOwing(receiver) { owing, _ in
            let id = try await owing.owe(666)
            try await owing.ids("unknown", count: 1)
            trouble.isOn.store(false, ordering: .relaxed)
            let answer = try await owing.act("retry", id, key: "k")
            try await owing.ids("owed", count: 0)

            #expect(answer.json["key"] == .string(id))
            #expect(receiver.seen.order == ["m1": [id]])
            #expect(try await owing.rows() == [])
        }
    }

    @Test("settles a row by hand, which is kept with who said so and why")
    func settle() async throws {
        let told = Mutex<[RowOutcome]>([])
        try await withOwing(
            Trouble().receiver,
            hook: { _, outcome, _ in told.withLock { $0.append(outcome) } }
        ) { owing, _ in
            let id = try await owing.owe(13)
            try await owing.ids("refused", count: 1)
            let answer = try await owing.act("settle", id, ["reason": "paid"], key: "k")
            let later = try await owing.owe(1, needing: id)
            try await owing.ids("waiting", count: 1)
            let row = try await owing.rows("settled").first

            #expect(answer.status == 200 && answer.json["state"] == "settled")
            #expect(row?["actions"]?[0]?["action"] == "settle")
            #expect(row?["actions"]?[0]?["reason"] == "paid")
            #expect(row?["actions"]?[0]?["caller"]?.text?.hasPrefix("operator:") == true)
            #expect(told.withLock { $0.last } == .settledByHand)
            let record = try await owing.service.client.send(
                .get,
                "/v1/audit",
                token: owing.token
            ).json["items"]
            #expect(record?[0]?["action"] == "outbox.settle")
            #expect(record?[0]?["subject"] == .string("message:\(id)"))
            #expect(record?[0]?["reason"] == "paid")
            let second = try await owing.act("settle", id, ["reason": "x"], key: "k2")
            #expect(second.slug == "not-parked" && second.json["state"] == "settled")
            // What names it is not sent by itself, but an operator may.
            #expect(try await owing.act("retry", later, key: "k3").status == 200)
        }
    }

    @Test("is refused what makes no sense")
    func refusals() async throws {
        try await withOwing(Trouble().receiver) { owing, _ in
            let waiting = try await owing.owe(1, to: "badges")
            let nobody = "019b0000-0000-7000-8000-000000000000"
            let viewer = try await owing.keys.token(.viewer)
            let client = owing.service.client

            #expect(try await owing.act("retry", nobody, key: "k1").slug == "not-found")
            #expect(try await owing.act("retry", waiting, key: "k2").slug == "not-parked")
            #expect(try await owing.act("settle", waiting, [:], key: "k3").status == 400)
            #expect(try await owing.act("retry", waiting, ["a": 1], key: "k4").status == 400)
            for query in ["?state=lost", "?limit=0", "?after=x", "?after=-1"] {
                #expect(try await owing.outbox(query)["status"] == 400, "\(query)")
            }
            let look = try await client.send(.get, "/v1/outbox", token: viewer)
            #expect(look.status == 200)
            for action in ["retry", "settle"] {
                let path = "/v1/outbox/\(waiting)/\(action)"
                let answer = try await client.send(.post, path, [:], token: viewer, key: "v")
                #expect(answer.slug == "forbidden")
                let keyless = try await client.send(
                    .post,
                    path,
                    ["reason": "x"],
                    token: owing.token
                )
                #expect(keyless.status == 400)
            }
        }
    }

    @Test("sees in the metrics what is under way, how old it is, and what is parked")
    func metrics() async throws {
        try await withOwing(Trouble().receiver) { owing, _ in
            try await owing.owe(1)
            try await owing.owe(13)
            try await owing.owe(1, to: "badges")
            try await owing.ids("refused", count: 1)
            let text = try await owing.service.client.send(.get, "/metrics").text

            for line in [
                #"jifen_outbox_pending{service="owing",neighbour="gateway"} 0.0"#,
                #"jifen_outbox_oldest_seconds{service="owing",neighbour="gateway"} 0.0"#,
                #"jifen_outbox_parked{service="owing",neighbour="gateway"} 1.0"#,
                #"jifen_outbox_waiting{service="owing",neighbour="badges"} 1.0"#,
                #"jifen_outbox_settled_total{service="owing",neighbour="gateway","#
                    + #"outcome="delivered"} 1"#,
                #"jifen_calls_duration_seconds_count{service="owing",neighbour="gateway"}"#,
                #"jifen_calls_total{service="owing",neighbour="gateway",outcome="2xx"}"#,
            ] {
                #expect(text.contains(line), "\(line)")
            }
        }
    }

    @Test("reads from the clock what is owed, but for what waits or is parked")
    func clock() async throws {
        let receiver = Receiver { _, operations in
            operations.contains { $0.json["amount"] == 13 } ? .serve : .fail(.answer(503))
        } isRefused: {
            $0.json["amount"] == 13
        }
        try await withOwing(receiver, settings: ["test-clock": "true"]) { owing, _ in
            try await owing.owe(13)
            try await owing.ids("refused", count: 1)
            try await owing.owe(1)
            try await owing.owe(2, to: "badges")
            let clock = try await owing.service.client.send(.get, "/v1/clock", token: owing.token)

            #expect(clock.json["owed"] == 1)
        }
    }
}
