import Calls
import TestSupport
import Wire

/// A gateway that runs, and a service that calls it.
struct Gateway: Sendable {
    /// What one operation was answered.
    struct Reply: Sendable {
        let settled: Settled
        let isReplayed: Bool
    }

    /// An answer that settles nothing.
    struct Unsettled: Error, CustomStringConvertible {
        let status: Int
        let description: String

        init(_ answer: TestClient.Answer) {
            status = answer.status
            description = "status \(answer.status): \(answer.text.prefix(300))"
        }
    }

    /// Kept here, as its folder goes with it.
    let stage: Stage
    let process: ServiceProcess
    let client: TestClient

    /// The token of the service that calls.
    var token: String { stage.token }

    /// Sends operations, and gives the reply to each in their order.
    ///
    /// - Throws: `Unsettled`, or `CallFailure` where no answer came.
    func send(_ sending: Sending) async throws -> [Reply] {
        guard sending.isBatch else {
            let operation = sending.operations[0]
            let answer = try await client.send(
                .post,
                operation.path,
                operation.body,
                token: token,
                key: operation.key
            )
            guard [201, 409].contains(answer.status) else { throw Unsettled(answer) }
            let settled = Settled(status: answer.status, body: answer.body)
            return [Reply(settled: settled, isReplayed: answer.isReplayed)]
        }
        let answer = try await client.send(
            .post,
            "/v1/batches",
            ["operations": .array(sending.operations.map(\.entry))],
            token: token
        )
        let results = answer.json["results"]?.elements ?? []
        guard answer.status == 200,
            results.map({ $0["key"]?.text }) == sending.operations.map(\.key)
        else { throw Unsettled(answer) }
        return try results.map { result in
            guard let settled = Settled(element: result) else { throw Unsettled(answer) }
            return Reply(settled: settled, isReplayed: result["replayed"] == true)
        }
    }

    /// What is stored under a key, or nil where nothing is.
    func lookUp(_ key: String) async throws -> Settled? {
        let answer = try await client.send(.get, "/v1/transfers?key=\(key)", token: token)
        if answer.status == 404 { return nil }
        guard answer.status == 200, let settled = Settled(element: answer.json) else {
            throw Unsettled(answer)
        }
        return settled
    }

    /// What a member has available of the usual asset.
    func balance(of member: String) async throws -> Int64 {
        let answer = try await client.send(.get, "/v1/members/\(member)/balance", token: token)
        guard let balance = answer.json["assets"]?["points"]?["available"]?.integer else {
            throw Unsettled(answer)
        }
        return balance
    }

    /// The references in a member's whole statement, newest first.
    func statement(of member: String) async throws -> [String] {
        var references: [String] = []
        var query = "limit=200"
        while true {
            let answer = try await client.send(
                .get,
                "/v1/members/\(member)/transfers?\(query)",
                token: token
            )
            guard let items = answer.json["items"]?.elements else { throw Unsettled(answer) }
            references += items.map { $0["reference"]?.text ?? "" }
            guard let next = answer.json["next"]?.text else { return references }
            query = "limit=200&after=\(next)"
        }
    }

    /// Ends the connections, then stops the gateway gracefully.
    func stop() async -> ChildProcess.End {
        client.close()
        return await process.stop()
    }
}
