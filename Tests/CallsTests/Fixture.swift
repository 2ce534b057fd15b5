import Calls
import Logging
import Primitives
import TestSupport

/// Runs a test between a scripted neighbour and a caller, and ends both.
func withNeighbour(
    _ configuration: HTTPCaller.Configuration = .quick(),
    script: @escaping @Sendable (ScriptedNeighbour.Request) -> ScriptedNeighbour.Reaction,
    test: (ScriptedNeighbour, HTTPCaller) async throws -> Void
) async throws {
    let neighbour = try ScriptedNeighbour(script: script)
    let caller = HTTPCaller(configuration: configuration, logger: Logger(label: "calls"))
    defer {
        caller.close()
        neighbour.stop()
    }
    try await test(neighbour, caller)
}

extension HTTPCaller.Configuration {
    /// A configuration that loses no time between attempts.
    static func quick(
        maxQueued: Int = 1_024,
        maxConnectionsPerHost: Int = 8,
        maxConnectionAge: Duration = .seconds(60),
        maxAnswerBytes: Int = 8 * 1_024 * 1_024,
        attempts: Int = 3
    ) -> HTTPCaller.Configuration {
        HTTPCaller.Configuration(
            maxQueued: maxQueued,
            maxConnectionsPerHost: maxConnectionsPerHost,
            maxConnectionAge: maxConnectionAge,
            maxAnswerBytes: maxAnswerBytes,
            retry: RetryPolicy(
                attempts: attempts,
                pause: DoublingPause(from: .milliseconds(1), upTo: .milliseconds(1))
            )
        )
    }
}

extension HTTPCaller {
    /// The status of the answer.
    func status(of call: Call) async throws -> Int {
        try await send(call).status
    }

    /// How the call failed; nil where it was answered.
    func failure(of call: Call) async -> CallFailure? {
        do {
            _ = try await send(call)
            return nil
        } catch {
            return error
        }
    }
}

extension CallFailure {
    /// Whether the case is `unreachable`, whatever the reason.
    var isUnreachable: Bool {
        if case .unreachable = self { true } else { false }
    }

    /// Whether the case is `broken`, whatever the reason.
    var isBroken: Bool {
        if case .broken = self { true } else { false }
    }
}

extension Call {
    /// A GET with more time than a test has, so that one that hangs fails.
    static func get(_ url: String, timeout: Duration = .seconds(90)) -> Call {
        Call(.get, url, timeout: timeout)
    }

    /// A POST that carries a key, with more time than a test has, so that one that hangs fails.
    static func keyedPost(
        _ url: String,
        body: [UInt8] = [],
        timeout: Duration = .seconds(90)
    ) -> Call {
        Call(.post, url, body: body, timeout: timeout, isKeyed: true)
    }

    /// A POST without a key, with more time than a test has, so that one that hangs fails.
    static func unkeyedPost(_ url: String, body: [UInt8] = []) -> Call {
        Call(.post, url, body: body, timeout: .seconds(90))
    }
}
