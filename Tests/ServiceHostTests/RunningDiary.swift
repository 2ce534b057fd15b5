import Access
import Calls
import Primitives
import TestSupport
import Wire

/// The diary while it runs, spoken to by its operator.
struct RunningDiary: Sendable {
    let service: RunningService
    let keys: TestKeys
    let token: String

    /// Adds entries that come due so many milliseconds after the start.
    func add(_ offsets: [Int64], every: Int64 = 0) async throws {
        let entries = offsets.map { offset -> JSON in
            ["due": .integer(Diary.start.milliseconds + offset), "every": .integer(every)]
        }
        _ = try await service.client.send(.post, "/v1/entries", .array(entries), token: token)
    }

    /// All entries: when each was due, and when it was done, in milliseconds after the start.
    func entries() async throws -> [[Int64?]] {
        let answer = try await service.client.send(.get, "/v1/entries", token: token)
        return (answer.json["items"]?.elements ?? []).map { row in
            (row.elements ?? []).map { $0.integer.map { $0 - Diary.start.milliseconds } }
        }
    }

    /// Sets the clock to so many milliseconds after the start.
    func setClock(_ offset: Int64, run: Bool? = nil) async throws -> TestClient.Answer {
        let now = Instant(milliseconds: Diary.start.milliseconds + offset).description
        let body: JSON =
            run.map { ["now": .string(now), "run": .bool($0)] } ?? [
                "now": .string(now)
            ]
        return try await service.client.send(
            .put,
            "/v1/clock",
            body,
            token: token
        )
    }

    /// Where the clock stands, in milliseconds after the start.
    func clock() async throws -> Int64? {
        let answer = try await service.client.send(.get, "/v1/clock", token: token)
        return answer.json["now"]?.text.flatMap { Instant($0) }
            .map { $0.milliseconds - Diary.start.milliseconds }
    }
}

/// Runs the diary, under the test clock unless told otherwise, and stops it whatever happens.
func withDiary(
    in folder: TemporaryFolder? = nil,
    settings: [String: String] = ["test-clock": "true"],
    onSettle hook: @escaping @Sendable (Int) throws -> Void = { _ in },
    _ test: (RunningDiary) async throws -> Void
) async throws {
    let folder = try folder ?? TemporaryFolder()
    try await withRunning(
        Diary.blueprint(onSettle: hook),
        in: folder,
        settings: settings,
        now: { Diary.start }
    ) { service, keys in
        let token = try await keys.token(.operator)
        try await test(RunningDiary(service: service, keys: keys, token: token))
    }
}
