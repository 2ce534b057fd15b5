import Access
import Calls
import ServiceHost
import Storage
import Wire

/// What tests do with a service and the gateway that it calls.
package protocol PairScene: ServiceScene {
    /// What the service is made by.
    static var blueprint: Blueprint { get }

    /// Both, running.
    var pair: ServicePair { get }
}

extension PairScene {
    /// Where the stores of both are.
    package var folder: TemporaryFolder { pair.folder }

    /// What signs tokens for both.
    package var keys: TestKeys { pair.keys }

    /// The clock of both.
    package var clock: TestClock { pair.clock }

    /// The service that calls the gateway.
    package var service: RunningService { pair.service }

    /// The gateway.
    package var gateway: RunningService { pair.gateway }

    /// Changes the service's store that an earlier scene has left in a folder.
    ///
    /// - Throws: What the change throws, or `StorageError`.
    package static func changeStore(
        in folder: TemporaryFolder,
        _ change: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) async throws {
        try await folder.changeStore("\(blueprint.name).sqlite", change)
    }

    /// Lets time pass.
    package func pass(seconds: Int64 = 0, hours: Int64 = 0, days: Int64 = 0) {
        clock.advance(milliseconds: ((days * 24 + hours) * 3600 + seconds) * 1000)
    }

    /// Sends the gateway a request of an operator, or of another role.
    ///
    /// - Throws: `CallFailure`.
    package func sendGateway(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        by role: Role,
        key: String? = nil
    ) async throws -> TestClient.Answer {
        let token = try await keys.token(role, subjects[role] ?? "host")
        return try await gateway.client.send(method, path, body, token: token, key: key)
    }

    /// Freezes a member's account, so that the gateway refuses for ever what it is owed.
    ///
    /// - Throws: `CallFailure`.
    package func freeze(_ member: String) async throws -> TestClient.Answer {
        try await sendGateway(
            .post,
            "/v1/members/\(member)/freeze",
            ["reason": "test"],
            by: .operator,
            key: member
        )
    }

    /// How much of an asset a member has now.
    ///
    /// - Throws: `CallFailure`.
    package func balance(_ member: String, asset: String) async throws -> Int64 {
        let answer = try await sendGateway(.get, "/v1/members/\(member)/balance", by: .service)
        return answer.json["assets"]?[asset]?["available"]?.integer ?? 0
    }

    /// The ids of the messages that the gateway has refused, as soon as there are so many.
    ///
    /// - Throws: `CallFailure`, or `CancellationError` where the test's time is over first.
    package func refusedMessages(_ count: Int) async throws -> [String] {
        var refused: [String] = []
        try await Patience.wait {
            let page = try await send(.get, "/v1/outbox?state=refused", by: .viewer)
            refused = (page.json["items"]?.elements ?? []).compactMap { $0["id"]?.text }
            return refused.count >= count
        }
        return refused
    }
}
