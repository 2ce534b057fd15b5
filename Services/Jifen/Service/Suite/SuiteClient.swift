import Access
import Calls
import Foundation
import Logging
import Primitives
import Wire

/// Calls the suite's services, as an operator unless told otherwise.
package struct SuiteClient: Sendable {
    /// How long a request is tried before it is given up.
    package enum Patience: Sendable {
        /// A few seconds, for a person who waits.
        case short
        /// A minute, in which a service that died is started again.
        case long

        fileprivate var timeout: Duration { self == .short ? .seconds(10) : .seconds(60) }

        fileprivate var retry: RetryPolicy {
            self == .short
                ? RetryPolicy()
                : RetryPolicy(
                    attempts: 20,
                    pause: DoublingPause(from: .milliseconds(100), upTo: .seconds(5))
                )
        }
    }

    private let folder: DataFolder
    private let patience: Patience
    private let caller: HTTPCaller

    /// Calls the suite that a folder belongs to.
    ///
    /// - Parameters:
    ///   - folder: Where its data is.
    ///   - patience: How long a request is tried.
    ///   - connections: How many connections to one service are open at once, 1 or more.
    package init(_ folder: DataFolder, patience: Patience = .short, connections: Int = 8) {
        self.folder = folder
        self.patience = patience
        caller = HTTPCaller(
            configuration: .init(maxConnectionsPerHost: connections, retry: patience.retry),
            logger: Logger(label: "jifen")
        )
    }

    /// The address of a service.
    package func address(of member: SuiteMember) -> String {
        "http://127.0.0.1:\(folder.portBase + member.portOffset)"
    }

    /// Sends a request that may be repeated without harm: a read, one whose body has its key, or
    /// one with the key given.
    ///
    /// - Returns: The status of HTTP and the body; `null` where that is no JSON.
    /// - Throws: `CommandFault` where the service does not answer; `CancellationError`.
    package func send(
        _ method: Call.Method,
        _ path: String,
        to member: SuiteMember,
        as role: Role = .operator,
        body: [UInt8] = [],
        key: String? = nil
    ) async throws -> (status: Int, json: JSON) {
        let answer = try await answer(method, path, of: member, as: role, body: body, key: key)
        return (answer.status, answer.json)
    }

    /// Sends a write whose body is its key.
    ///
    /// - Returns: As `send`, and whether the service had answered it before.
    /// - Throws: As `send`.
    package func write(
        _ path: String,
        to member: SuiteMember,
        as role: Role,
        body: [UInt8]
    ) async throws -> (status: Int, json: JSON, isReplayed: Bool) {
        let answer = try await answer(.post, path, of: member, as: role, body: body, key: nil)
        return (answer.status, answer.json, answer.header("Idempotency-Replayed") == "true")
    }

    private func answer(
        _ method: Call.Method,
        _ path: String,
        of member: SuiteMember,
        as role: Role,
        body: [UInt8],
        key: String?
    ) async throws -> Answer {
        let subject = Signer.signer(of: role).subject ?? "jifen"
        let token = try await folder.token(role: role, subject: subject, seconds: 300)
        var headers: Headers = [
            "Authorization": "Bearer \(token)", "Content-Type": "application/json",
        ]
        if let key { headers.add("Idempotency-Key", key) }
        let call = Call(
            method,
            address(of: member) + path,
            headers: headers,
            body: body,
            timeout: patience.timeout,
            isKeyed: true
        )
        do throws(CallFailure) {
            return try await caller.send(call)
        } catch {
            try Task.checkCancellation()
            throw CommandFault("\(member.name) at \(address(of: member)) does not answer: \(error)")
        }
    }

    /// Whether a service says that it is ready.
    package func isReady(_ member: SuiteMember) async -> Bool {
        let call = Call(.get, address(of: member) + "/health/ready", timeout: .seconds(1))
        // Lost is why it is not ready: it will be asked again.
        return (try? await caller.send(call))?.status == 200
    }

    /// Ends its connections.
    package func close() {
        caller.close()
    }
}

extension Answer {
    /// The body, `null` where it is no JSON.
    fileprivate var json: JSON {
        // Lost is why it is none; whoever looks for a member will not find it.
        (try? JSONParser.parse(body)) ?? .null
    }
}

extension DataFolder {
    /// A token that the folder's secrets sign.
    ///
    /// - Throws: `CommandFault` where there are no secrets, or what kept it from being signed.
    package func token(role: Role, subject: String, seconds: Int64) async throws -> String {
        let signer = Signer.signer(of: role)
        let now = Instant(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
        return try await TokenIssuer(keyID: signer.id, secret: try secret(of: signer))
            .token(for: Caller(role: role, subject: subject), now: now, seconds: seconds)
    }
}
