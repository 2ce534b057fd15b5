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
    private let keepsConnections: Bool

    /// Calls the service at an address.
    ///
    /// - Parameters:
    ///   - address: The service's address, without a slash at the end.
    ///   - connections: How many connections are open at once; further requests wait.
    ///   - keepsConnections: Whether a connection serves one request after the other; one that
    ///     dies before the answer's first byte is then replaced and the request sent again.
    package init(address: String, connections: Int = 64, keepsConnections: Bool = false) {
        self.address = address
        self.keepsConnections = keepsConnections
        caller = HTTPCaller(
            configuration: .init(
                maxQueued: 100_000,
                maxConnectionsPerHost: connections,
                retry: RetryPolicy(attempts: 1)
            ),
            logger: Logger(label: "test")
        )
    }

    /// Sends one request; no answer makes it be sent again.
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

    /// Sends one request with any bytes as its body; no answer makes it be sent again.
    ///
    /// - Throws: `CallFailure`.
    package func send(
        _ method: Call.Method,
        _ path: String,
        bytes: [UInt8],
        token: String? = nil,
        key: String? = nil,
        headers: [(String, String)] = [],
        contentType: String = "application/json"
    ) async throws -> Answer {
        var fields = Headers()
        if !bytes.isEmpty { fields.add("Content-Type", contentType) }
        if let token { fields.add("Authorization", "Bearer \(token)") }
        if let key { fields.add("Idempotency-Key", key) }
        for (name, value) in headers { fields.add(name, value) }
        let answer = try await caller.send(
            Call(
                method,
                address + path,
                headers: fields,
                body: bytes,
                timeout: .seconds(60),
                isKeyed: keepsConnections
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
