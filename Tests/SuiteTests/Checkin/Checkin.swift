import Access
import Calls
import TestSupport
import Testing
import Wire

/// A check-in service that runs, and those who call it.
struct Checkin: Sendable {
    /// Kept here, as its folder goes with it.
    let scene: CheckinScene
    let process: ServiceProcess
    let client: TestClient

    private var keys: TestKeys { scene.stage.keys }

    // MARK: Members

    /// Checks a member in with its own token.
    func checkIn(
        _ member: String,
        on day: String = CheckinScene.today
    ) async throws -> TestClient.Answer {
        try await client.send(
            .post,
            "/v1/checkins",
            ["day": .string(day)],
            token: try await keys.token(.member, member)
        )
    }

    /// Checks members in, one after the other, each of whom must be.
    func checkInAll(_ members: some Sequence<String>) async throws {
        for member in members {
            let answer = try await checkIn(member)
            #expect(answer.status == 201, "\(answer.text)")
        }
    }

    /// Checks a member in on 2 and 4 March, who misses the third; on the fourth both awards have
    /// arrived.
    func missDay(of member: String, _ gateway: Gateway) async throws {
        try await checkInAll([member])
        for client in [gateway.client, client] {
            try await scene.set(clockOf: client, to: "2026-03-04T04:00:00Z")
        }
        let answer = try await checkIn(member, on: "2026-03-04")
        try #require(answer.status == 201, "\(answer.text)")
        try await gateway.expect([member: 2])
        try await eventually("nothing is owed to the gateway") {
            try await owed(to: "gateway") == 0
        }
    }

    /// Sends a keyed write for the member to a path below its own.
    func write(
        _ path: String,
        _ body: JSON = [:],
        for member: String,
        key: String,
        query: String = ""
    ) async throws -> TestClient.Answer {
        try await client.send(
            .post,
            "/v1/members/me/\(path)\(query)",
            body,
            token: try await keys.token(.member, member),
            key: key
        )
    }

    /// What the member's page shows.
    func page(of member: String, month: String? = nil) async throws -> JSON {
        let answer = try await client.send(
            .get,
            "/v1/members/me/streak" + (month.map { "?month=\($0)" } ?? ""),
            token: try await keys.token(.member, member)
        )
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json
    }

    /// What the member sees of something by its address.
    func look(_ path: String, as member: String) async throws -> TestClient.Answer {
        try await client.send(.get, path, token: try await keys.token(.member, member))
    }

    // MARK: Operators

    /// The rows of the outbox in a state.
    func outbox(_ state: String) async throws -> [JSON] {
        let json = try await operated(.get, "/v1/outbox?limit=200&state=\(state)").json
        #expect(json["next"] == nil)
        return try #require(json["items"]?.elements)
    }

    /// How many rows are owed to a neighbour.
    func owed(to neighbour: String) async throws -> Int64 {
        let json = try await operated(.get, "/v1/outbox?limit=1").json
        let standing = json["neighbours"]?.elements?.first { $0["name"]?.text == neighbour }
        return try #require(standing?["owed"]?.integer)
    }

    /// The pending intents that need a person.
    func alarmed() async throws -> [JSON] {
        let json = try await operated(.get, "/v1/intents?alarmed=true").json
        return try #require(json["items"]?.elements)
    }

    /// Has an operator send something.
    func operated(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        key: String? = nil
    ) async throws -> TestClient.Answer {
        let answer = try await client.send(method, path, body, token: scene.token, key: key)
        try #require(answer.status == 200, "\(answer.text)")
        return answer
    }
}

extension Gateway {
    /// Gives a member points.
    func credit(_ amount: Int64, to member: String, key: String) async throws {
        let answer = try await client.send(
            .post,
            "/v1/credits",
            ["member": .string(member), "amount": .integer(amount), "reason": "test"],
            token: token,
            key: key
        )
        try #require(answer.status == 201, "\(answer.text)")
    }

    /// Waits until members have what they ought to, and then sees that it stays so.
    func expect(
        _ balances: [String: Int64],
        at location: SourceLocation = #_sourceLocation
    ) async throws {
        for (member, balance) in balances {
            try await eventually("\(member) has \(balance)", at: location) {
                try await self.balance(of: member) == balance
            }
        }
    }
}
