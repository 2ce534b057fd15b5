import Access
import Calls
import TestSupport
import Testing
import Wire

@Suite("A write that was refused after it had written", .timeLimit(.minutes(1)))
struct SecondThoughtTests {
    private static func note(
        _ text: String,
        doubts: Int64,
        _ probe: RunningProbe
    ) async throws -> TestClient.Answer {
        let body: JSON = ["text": .string(text), "doubts": .integer(doubts)]
        return try await probe.send(.post, "/v1/doubts", body, by: .service, key: text)
    }

    @Test("is judged once more, and done where what refused it has come to nothing")
    func done() async throws {
        try await withProbe { probe in
            let answer = try await Self.note("a", doubts: 1, probe)
            #expect(answer.status == 201 && answer.json["count"] == 1)
            let again = try await Self.note("a", doubts: 1, probe)
            #expect(again.body == answer.body && again.isReplayed)
        }
    }

    @Test("stays refused under its key where it is refused again, and has written nothing")
    func refused() async throws {
        try await withProbe { probe in
            let answer = try await Self.note("a", doubts: 2, probe)
            #expect(answer.status == 409 && answer.json["final"] == true)
            let again = try await Self.note("a", doubts: 2, probe)
            #expect(again.body == answer.body && again.isReplayed)
            let other = try await Self.note("b", doubts: 0, probe)
            #expect(other.json["count"] == 1)
        }
    }
}
