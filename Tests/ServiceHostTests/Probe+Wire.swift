import Calls
import Foundation
import TestSupport
import Wire

extension RunningProbe {
    /// Talks to the probe byte by byte, on a thread of its own.
    func talk<Value: Sendable>(
        receiveBytes: Int32? = nil,
        _ body: @escaping @Sendable (inout RawSocket) throws -> Value
    ) async throws -> Value {
        let port = service.port
        return try await onThread {
            var socket = try RawSocket(port: port, receiveBytes: receiveBytes)
            return try body(&socket)
        }
    }

    /// How many connections the probe has ended for a reason.
    func ended(_ reason: String) async throws -> Int {
        let text = try await client.send(.get, "/metrics").text
        let start = #"jifen_http_connections_ended_total{service="probe",reason="\#(reason)"} "#
        let line = text.split(separator: "\n").first { $0.hasPrefix(start) }
        return line.flatMap { Int($0.dropFirst(start.count)) } ?? 0
    }

    /// How many notes are stored, after one more.
    func notes(afterOneMore key: String, token: String) async throws -> Int64 {
        let answer = try await client.send(
            .post,
            "/v1/notes",
            ["text": "last"],
            token: token,
            key: key
        )
        return answer.json["count"]?.integer ?? 0
    }
}

/// Requests as they go over the wire.
enum WireRequest {
    static func get(_ path: String, _ fields: [String] = []) -> [UInt8] {
        let lines = ["GET \(path) HTTP/1.1", "Host: probe"] + fields
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }

    /// A note under a key; whoever wants it in parts cuts it.
    static func note(_ key: String, token: String, _ fields: [String] = []) -> [UInt8] {
        post(
            "/v1/notes",
            #"{"text":"\#(key)"}"#,
            token: token,
            ["Idempotency-Key: \(key)"] + fields
        )
    }

    static func post(
        _ path: String,
        _ body: String,
        token: String,
        _ fields: [String] = []
    ) -> [UInt8] {
        head(path, token: token, ["Content-Length: \(body.utf8.count)"] + fields)
            + Array(body.utf8)
    }

    /// A head without the body that it announces.
    static func head(_ path: String, token: String, _ fields: [String]) -> [UInt8] {
        let lines =
            [
                "POST \(path) HTTP/1.1", "Host: probe", "Content-Type: application/json",
                "Authorization: Bearer \(token)",
            ] + fields
        return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
    }
}
