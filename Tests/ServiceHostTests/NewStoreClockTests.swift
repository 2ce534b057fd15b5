import Calls
import TestSupport
import Testing
import Wire

private let day: Int64 = 86_400_000

@Suite("Setting the test clock back", .timeLimit(.minutes(1)))
struct NewStoreClockTests {
    @Test("is for the first call alone, in a store without business; the same instant is fine")
    func firstCall() async throws {
        try await withDiary { diary in
            #expect(try await diary.setClock(-1000 * day).status == 200)
            #expect(try await diary.clock() == -1000 * day)
            #expect(try await diary.setClock(-1000 * day).status == 200)
            let back = try await diary.setClock(-1001 * day)
            #expect(back.status == 409 && back.slug == "clock-behind")
            #expect(back.json["now"]?.text == "2023-04-07T00:00:00.000Z")
            #expect(back.json["final"] == nil)
            #expect(try await diary.clock() == -1000 * day)
        }
    }

    @Test("is refused where there is business, or an earlier call set it, over restarts too")
    func refused() async throws {
        try await withDiary { diary in
            try await diary.add([day])
            #expect(try await diary.setClock(-day).slug == "clock-behind")
        }
        let folder = try TemporaryFolder()
        try await withDiary(in: folder) { diary in
            let answer = try await diary.setClock(0)
            #expect(answer.status == 200)
        }
        try await withDiary(in: folder) { diary in
            let answer = try await diary.setClock(-day, run: false)
            #expect(answer.slug == "clock-behind")
            #expect(try await diary.clock() == 0)
        }
    }

    @Test("makes programmes that were published before as old as it is")
    func programmes() async throws {
        try await withDiary { diary in
            let client = diary.service.client
            for dish in ["soup", "rice"] {
                let section: JSON = ["zone": "UTC", "dishes": [.string(dish)]]
                _ = try await client.send(.put, "/v1/programme", section, token: diary.token)
            }
            #expect(try await diary.setClock(-10 * day).status == 200)
            let versions = try await client.send(
                .get,
                "/v1/programme/versions",
                token: diary.token
            )
            let instants = versions.json["items"]?.elements?.map { $0["publishedAt"]?.text }
            #expect(instants == Array(repeating: "2025-12-22T00:00:00.000Z", count: 2))
        }
    }
}
