import Calls
import Logging
import Wire

/// Calls a service as a client would, over HTTP.
package struct TestClient: Sendable {
    /// What a service answered.
    package struct Answer: Sendable {
        /// The status of HTTP.
        package let status: Int
        /// The body's bytes.
        package let body: [UInt8]
        /// Whether the answer had been given before.
        package let isReplayed: Bool
        /// A header by its name.
        package let header: @Sendable (String) -> String?

        /// The body as text.
        package var text: String { String(decoding: body, as: UTF8.self) }

        /// The body as JSON; `null` where it is none.
        package var json: JSON {
            // Lost is why it is no JSON, which the test that expects some will show.
            (try? JSONParser.parse(body)) ?? .null
        }

        /// The slug of a problem, or nil.
        package var slug: String? {
            json["type"]?.text.map { String($0.dropFirst("/problems/".count)) }
        }
    }

    /// The service's address, without a slash at the end.
    package let address: String
    private let caller: HTTPCaller

    /// Calls the service at an address.
    package init(address: String, connections: Int = 64) {
        self.address = address
        caller = HTTPCaller(
            configuration: .init(maxQueued: 100_000, maxConnectionsPerHost: connections),
            logger: Logger(label: "test")
        )
    }

    /// Sends one request; nothing is sent twice.
    ///
    /// - Throws: `CallFailure`.
    package func send(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        token: String? = nil,
        key: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        try await send(
            method,
            path,
            bytes: body.map(JSONWriter.bytes) ?? [],
            token: token,
            key: key,
            headers: headers
        )
    }

    /// Sends one request with any bytes as its body; nothing is sent twice.
    ///
    /// - Throws: `CallFailure`.
    package func send(
        _ method: Call.Method,
        _ path: String,
        bytes: [UInt8],
        token: String? = nil,
        key: String? = nil,
        headers: [(String, String)] = []
    ) async throws -> Answer {
        var fields = Headers()
        if !bytes.isEmpty { fields.add("Content-Type", "application/json") }
        if let token { fields.add("Authorization", "Bearer \(token)") }
        if let key { fields.add("Idempotency-Key", key) }
        for (name, value) in headers { fields.add(name, value) }
        let answer = try await caller.send(
            Call(
                method,
                address + path,
                headers: fields,
                body: bytes,
                timeout: .seconds(30),
                isKeyed: false
            )
        )
        return Answer(
            status: answer.status,
            body: answer.body,
            isReplayed: answer.header("Idempotency-Replayed") == "true",
            header: { answer.header($0) }
        )
    }

    /// Ends its connections.
    package func close() {
        caller.close()
    }
}
