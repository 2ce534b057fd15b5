import Access
import Calls
import Wire

/// What tests do with a service.
package protocol ServiceScene: Sendable {
    /// What signs tokens for it.
    var keys: TestKeys { get }

    /// The service.
    var service: RunningService { get }
}

/// Who speaks for a role; of others the host does.
let subjects = [Role.operator: "olga", .viewer: "vera", .service: "host"]

extension ServiceScene {
    /// Sends a request of an operator, or of another role.
    ///
    /// - Throws: `CallFailure`.
    package func send(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        by role: Role,
        key: String? = nil
    ) async throws -> TestClient.Answer {
        let token = try await keys.token(role, subjects[role] ?? "host")
        return try await service.client.send(method, path, body, token: token, key: key)
    }

    /// Sends a request of a member.
    ///
    /// - Throws: `CallFailure`.
    package func send(
        _ method: Call.Method,
        _ path: String,
        _ body: JSON? = nil,
        as member: String,
        key: String? = nil
    ) async throws -> TestClient.Answer {
        let token = try await keys.token(.member, member)
        return try await service.client.send(method, path, body, token: token, key: key)
    }

    /// A token of each role; the member is `m`.
    ///
    /// - Throws: What kept one from being signed.
    package var tokens: [Role: String] {
        get async throws {
            var tokens = [Role.member: try await keys.token(.member, "m")]
            for (role, subject) in subjects {
                tokens[role] = try await keys.token(role, subject)
            }
            return tokens
        }
    }

    /// The value of a metric that has a label, or of the only one of its name; nil where there is
    /// none.
    ///
    /// - Throws: `CallFailure`.
    package func metric(_ name: String, _ label: String = "") async throws -> Int? {
        let text = try await service.client.send(.get, "/metrics").text
        let line = text.split(separator: "\n").first {
            $0.hasPrefix("\(name){") && (label.isEmpty || $0.contains(label))
        }
        return line?.split(separator: " ").last.flatMap { Double($0) }.map { Int($0) }
    }
}
