import Calls
import Logging
import TestSupport
import Wire

typealias Answer = TestClient.Answer
typealias Method = Call.Method

extension Gateway {
    /// Credits a member as the service `host`.
    @discardableResult
    func credit(
        _ member: String,
        _ amount: Int64,
        asset: String? = nil,
        key: String,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        try await post(
            "/v1/credits",
            .movement(of: member, amount, asset: asset),
            key: key,
            headers: headers
        )
    }

    /// Debits a member as the service `host`.
    @discardableResult
    func debit(
        _ member: String,
        _ amount: Int64,
        asset: String? = nil,
        key: String,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        try await post(
            "/v1/debits",
            .movement(of: member, amount, asset: asset),
            key: key,
            headers: headers
        )
    }

    /// Sends operations as one batch.
    @discardableResult
    func batch(_ operations: [JSON], token: String? = nil) async throws -> Answer {
        try await post("/v1/batches", .batch(operations), token: token)
    }

    /// Posts as the service `host` unless told otherwise.
    @discardableResult
    func post(
        _ path: String,
        _ body: JSON,
        token: String? = nil,
        key: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        try await client.send(
            .post,
            path,
            body,
            token: token ?? host,
            key: key,
            headers: headers
        )
    }

    /// Gets as the service `host` unless told otherwise.
    func get(_ path: String, token: String? = nil) async throws -> Answer {
        try await client.send(.get, path, token: token ?? host)
    }

    /// Publishes a section of the programme.
    func publish(_ section: JSON) async throws {
        let answer = try await client.send(
            .put,
            "/v1/programme",
            section,
            token: self.operator
        )
        guard answer.status == 200 else { throw Unexpected(answer: answer.text) }
    }

    /// Freezes an account, or unfreezes it.
    @discardableResult
    func change(
        _ member: String,
        _ action: String,
        key: String,
        reason: String = "test"
    ) async throws -> Answer {
        try await post(
            "/v1/members/\(member)/\(action)",
            ["reason": .string(reason)],
            token: self.operator,
            key: key
        )
    }

    /// What a member has of an asset.
    func available(_ member: String, _ asset: String = "points") async throws -> Int64? {
        try await get("/v1/members/\(member)/balance")
            .json["assets"]?[asset]?["available"]?.integer
    }

    /// All of a member's transfers, page by page, newest first.
    func statement(of member: String, limit: Int = 200) async throws -> [JSON] {
        var items: [JSON] = []
        var next: String?
        repeat {
            let page = try await get(
                "/v1/members/\(member)/transfers?limit=\(limit)"
                    + (next.map { "&after=\($0)" } ?? "")
            ).json
            items += page["items"]?.elements ?? []
            next = page["next"]?.text
        } while next != nil
        return items
    }
}

extension JSON {
    /// A credit or a debit as it is sent alone.
    static func movement(
        of member: String,
        _ amount: Int64,
        asset: String? = nil,
        _ more: JSON.Member...
    ) -> JSON {
        var members = [
            Member("member", .string(member)), Member("amount", .integer(amount)),
            Member("reason", "test"),
        ]
        if let asset { members.append(Member("asset", .string(asset))) }
        return .object(members + more)
    }

    /// The operation as a batch holds it.
    func keyed(_ key: String, _ type: String = "credit") -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(
            [Member("key", .string(key)), Member("type", .string(type))] + members
        )
    }

    /// A batch.
    static func batch(_ operations: [JSON]) -> JSON {
        ["operations": .array(operations)]
    }

    /// The value without one of its members.
    func without(_ name: String) -> JSON {
        guard case .object(let members) = self else { return self }
        return .object(members.filter { $0.name != name })
    }

    /// The value with a member that is another one.
    func with(_ name: String, _ value: JSON) -> JSON {
        guard case .object(let members) = without(name) else { return self }
        return .object(members + [Member(name, value)])
    }

    /// The bytes of the value.
    var encoded: [UInt8] { JSONWriter.bytes(of: self) }
}

extension Logger {
    /// Says nothing.
    static var silent: Logger { Logger(label: "test") { _ in SwiftLogNoOpLogHandler() } }
}
