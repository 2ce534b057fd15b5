import Access
import Calls
import Primitives
import TestSupport
import Testing
import Wire

/// A client of a gateway that sends every kind of write, and remembers what it was answered.
struct LedgerCaller: Sendable {
    /// A request that may be sent again, and its answer if one came.
    struct Sent: Sendable {
        let path: String
        let body: JSON
        let key: String?
        var answer: [UInt8]?
    }

    static let members = (0..<6).map { "m-\($0)" }

    let gateway: Gateway
    private let number: Int
    private let name: String
    private let seed: UInt64

    init(_ gateway: Gateway, number: Int = 0, cycle: Int = 0, seed: UInt64 = 0) {
        self.gateway = gateway
        self.number = number
        self.seed = seed &+ UInt64(cycle * 1000 + number)
        name = "c\(cycle)-\(number)"
    }

    /// Publishes a programme whose points expire and of which some wait.
    func publish() async throws {
        let section: JSON = [
            "zone": "Asia/Shanghai",
            "assets": [
                [
                    "id": "points", "name": "积分",
                    "expiry": ["policy": "rolling", "months": 1, "exactDay": true],
                ]
            ],
            "earning": [
                "rules": [
                    [
                        "id": "purchase", "event": "order.paid",
                        "rate": ["points": 1, "per": 100],
                        "categories": [
                            ["category": "presale", "pending": ["confirmAfterDays": 2]]
                        ],
                        "caps": [
                            [
                                "per": "programme", "period": "day", "points": 100_000,
                                "excess": "clip",
                            ]
                        ],
                    ]
                ],
                "refunds": ["order.refunded"], "cancellations": ["order.cancelled"],
                "confirmations": ["order.received"],
            ],
        ]
        let answer = try await gateway.client.send(
            .put,
            "/v1/programme",
            section,
            token: try await gateway.stage.keys.token(.operator)
        )
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// Sends one request after the other until no answer comes.
    func sendUntilTheEnd() async -> [Sent] {
        var random = SeededGenerator(seed: seed)
        var all: [Sent] = []
        var count = 0
        while await now() != nil {
            count += 1
            if number == 0, count.isMultiple(of: 10) {
                // Lost is only whether the clock moved: what is due is right without it.
                try? await moveClock(days: Int64.random(in: 1...3, using: &random))
            }
            for sent in await sendNext("\(name)-\(count)", &random) {
                all.append(sent)
                if sent.answer == nil { return all }
            }
        }
        return all
    }

    /// The instant of the gateway's clock, or nil where no answer comes.
    private func now() async -> String? {
        // Lost is why no answer came: the gateway was killed.
        try? await get("/v1/clock").json["now"]?.text
    }

    private func moveClock(days: Int64) async throws {
        guard let now = await now().flatMap({ Instant($0) }) else { return }
        let next = Instant(milliseconds: now.milliseconds + days * 86_400_000)
        _ = try await gateway.client.send(
            .put,
            "/v1/clock",
            ["now": .string(next.description)],
            token: try await gateway.stage.keys.token(.operator)
        )
    }

    private func sendNext(_ key: String, _ random: inout SeededGenerator) async -> [Sent] {
        let member = JSON.string(
            Self.members[Int.random(in: 0..<Self.members.count, using: &random)]
        )
        let amount = JSON.integer(Int64.random(in: 1...300, using: &random))
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1:
            guard let now = await now() else { return [] }
            let order = await answered("/v1/events", event(key, member, at: now, &random), nil)
            guard order.answer != nil else { return [order] }
            let names = ["order.received", "order.refunded", "order.cancelled"]
            let follower: JSON = [
                "id": .string("\(key)-f"), "member": member, "occurredAt": .string(now),
                "type": .string(names[Int.random(in: 0..<3, using: &random)]),
                "refersTo": .string(key),
            ]
            return [order, await answered("/v1/events", follower, nil)]
        case 2:
            guard let now = await now() else { return [] }
            let events = (0..<15).map { event("\(key).\($0)", member, at: now, &random) }
            return [await answered("/v1/events", ["events": .array(events)], nil)]
        case 3:
            let body: JSON = ["member": member, "amount": amount, "reason": "drill"]
            let held = await answered("/v1/holds", body, key)
            guard let id = held.json?["transfer"]?["id"]?.text else { return [held] }
            return [
                held, await answered("/v1/holds/\(id)/capture", ["amount": 1], "\(key)-1"),
                await answered("/v1/holds/\(id)/release", [:], "\(key)-2"),
            ]
        default:
            let credit: JSON = [
                "key": .string(key), "type": "credit", "member": member, "amount": amount,
                "reason": "drill",
            ]
            let half: JSON = [
                "key": .string("\(key)-r"), "type": "reversal", "ofKey": .string(key),
                "amount": 1, "reason": "drill",
            ]
            return [await answered("/v1/batches", ["operations": [credit, half]], nil)]
        }
    }

    private func event(
        _ id: String,
        _ member: JSON,
        at now: String,
        _ random: inout SeededGenerator
    ) -> JSON {
        let amount = JSON.integer(Int64.random(in: 0...30_000, using: &random))
        let category: JSON = Bool.random(using: &random) ? "presale" : "books"
        return [
            "id": .string(id), "type": "order.paid", "member": member,
            "occurredAt": .string(now), "amountMinor": amount,
            "lines": [["category": category, "amountMinor": amount]],
        ]
    }

    private func answered(_ path: String, _ body: JSON, _ key: String?) async -> Sent {
        var sent = Sent(path: path, body: body, key: key)
        // Lost is why no answer came: the gateway was killed.
        if let answer = try? await send(sent), answer.status < 500 { sent.answer = answer.body }
        return sent
    }

    private func send(_ sent: Sent) async throws -> TestClient.Answer {
        try await gateway.client.send(
            .post,
            sent.path,
            sent.body,
            token: gateway.token,
            key: sent.key
        )
    }

    private func get(_ path: String) async throws -> TestClient.Answer {
        try await gateway.client.send(
            .get,
            path,
            token: try await gateway.stage.keys.token(.operator)
        )
    }
}

// MARK: Afterwards

extension LedgerCaller {
    /// Sends everything again: what was answered is answered so again, the rest is done now.
    func sendAgain(_ all: [Sent]) async throws -> [Sent] {
        var again: [Sent] = []
        for var sent in all {
            let answer = try await send(sent)
            try #require([200, 201, 409].contains(answer.status), "\(answer.text)")
            if let earlier = sent.answer {
                #expect(answer.text.unmarked == String(decoding: earlier, as: UTF8.self).unmarked)
                let results = answer.json["results"]?.elements ?? []
                #expect(answer.isReplayed || results.allSatisfy { $0["replayed"] == true })
            }
            sent.answer = answer.body
            again.append(sent)
        }
        return again
    }

    /// Expects balances and lots to be what the rows say, and the rows to be those that were
    /// hashed.
    func expectSound() async throws {
        for list in ["reconciliation", "chain/audit"] {
            var after: String?
            repeat {
                let query = after.map { "?after=\($0)" } ?? ""
                let page = try await get("/v1/\(list)\(query)").json
                try #require(page["checked"] != nil)
                #expect(page["differences"]?.elements?.isEmpty ?? true, "\(page)")
                #expect(page["fault"] == nil, "\(page)")
                after = page["next"]?.text
            } while after != nil
        }
    }

    /// Expects each member's statement to hold exactly what events were said to have granted.
    func expectGrants(of all: [Sent]) async throws {
        var granted: Set<String> = []
        for sent in all where sent.path == "/v1/events" {
            let results = sent.json?["results"]?.elements ?? [sent.json ?? .null]
            for grant in results.flatMap({ $0["grants"]?.elements ?? [] }) {
                granted.insert(grant["transfer"]?.text ?? "")
            }
        }
        var found: [String] = []
        for member in Self.members {
            var after: String?
            repeat {
                let query = "limit=200" + (after.map { "&after=\($0)" } ?? "")
                let page = try await get("/v1/members/\(member)/transfers?\(query)").json
                for item in page["items"]?.elements ?? [] where item["reason"] == "purchase" {
                    found.append(item["id"]?.text ?? "")
                }
                after = page["next"]?.text
            } while after != nil
        }
        #expect(Set(found) == granted)
        #expect(found.count == granted.count)
    }
}

extension LedgerCaller.Sent {
    /// Its answer.
    var json: JSON? {
        // Lost is why the answer is no JSON; then it has none of the members that are looked for.
        answer.flatMap { try? JSONParser.parse($0) }
    }
}

extension String {
    /// The answer without what tells a repeat from the first time.
    fileprivate var unmarked: String {
        replacing(#""replayed":true"#, with: "").replacing(#""replayed":false"#, with: "")
    }
}
