import Calls
import Foundation
import Problems
import TestSupport
import Testing

@Suite("Bytes that no well-behaved client sends", .timeLimit(.minutes(2)))
struct HostileLineTests {
    @Test(
        "they are answered and the connection is closed; the next request is served",
        arguments: HostileBytes.all
    )
    func hostile(_ hostile: HostileBytes) async throws {
        try await Gateway.serving { gateway in
            let answers = try await RawSocket.answers(
                to: hostile.bytes(gateway),
                port: gateway.service.port
            )

            #expect(answers.map(\.status) == hostile.statuses)
            #expect(try await gateway.get("/health/live").status == 200)
            #expect(try await gateway.credit("after", 1, key: "after").status == 201)
        }
    }

    @Test("HEAD is answered without a body, so that the next answer on the connection is whole")
    func head() async throws {
        try await Gateway.serving { gateway in
            let port = gateway.service.port
            let text = try await onThread {
                var socket = try RawSocket(port: port)
                for method in ["HEAD", "GET"] {
                    _ = socket.send(.request("\(method) /health/live", token: nil))
                }
                socket.finish()
                return try socket.text()
            }
            let parts = text.components(separatedBy: "\r\n\r\n")

            #expect(parts.count == 3)
            #expect(parts[0].hasPrefix("HTTP/1.1 405"))
            #expect(parts[1].hasPrefix("HTTP/1.1 200"))
            #expect(parts.last == #"{"status":"live"}"#)
        }
    }
}
