import Access
import Calls
import Storage
import TestSupport
import Testing
import Wire

@Suite("A member whose days cannot be decided", .timeLimit(.minutes(2)))
struct StuckMemberTests {
    private static let job = ["job-pause-ms": "10"]

    @Test("holds up nobody: it is passed over, counted, and settled once it can be")
    func passedOver() async throws {
        let place = try TemporaryFolder()
        let members = ["ann", "ben", "cai"]
        try await CheckinBooth.serving(in: place, from: "2026-03-01") { booth in
            for member in members {
                let body: JSON = ["member": .string(member)]
                let answer = try await booth.send(.post, "/v1/checkins", body, by: .service)
                try #require(answer.status == 201, "\(answer.text)")
            }
        }
        // Of those who are due at one instant it comes first; nothing more can be told of it.
        try await place.changeStore("checkin.sqlite") { store in
            try store.execute(
                "CREATE UNIQUE INDEX one ON outbox (member, neighbour) WHERE member = 'ann'"
            )
        }
        try await Self.serving(in: place) { booth in
            try await Patience.wait { try await Self.day(booth)["streaksLost"] == 2 }
            try await Patience.wait { try await Self.stuck(booth) == 1 }
        }
        try await place.changeStore("checkin.sqlite") { try $0.execute("DROP INDEX one") }
        try await Self.serving(in: place) { booth in
            try await Patience.wait { try await Self.day(booth)["streaksLost"] == 3 }
            let stuck = try await Self.stuck(booth)
            #expect(stuck == 0)
        }
    }

    @Test("has written nothing where it fails half way")
    func half() async throws {
        let place = try TemporaryFolder()
        try await CheckinBooth.serving(in: place, from: "2026-03-01") { booth in
            for member in ["ann", "ben"] {
                let freeze: JSON = [
                    "key": .string(member), "member": .string(member), "kind": "freeze",
                    "count": 1, "source": "goodwill",
                ]
                let given = try await booth.send(.post, "/v1/grants", freeze, by: .service)
                try #require(given.status == 201, "\(given.text)")
                let body: JSON = ["member": .string(member)]
                let answer = try await booth.send(.post, "/v1/checkins", body, by: .service)
                try #require(answer.status == 201, "\(answer.text)")
            }
        }
        // Only one frozen day can be stored; the row of its member is written before it.
        try await place.changeStore("checkin.sqlite") { store in
            try store.execute("CREATE UNIQUE INDEX one ON day (state) WHERE state = 4")
        }
        try await Self.serving(in: place) { booth in
            try await Patience.wait { try await Self.stuck(booth) == 1 }
            let used = try await Self.day(booth)["freezes"]?["used"]
            #expect(used == 1)
            let found = try await booth.get("/v1/reconciliation")
            #expect(found["differences"] == [], "\(found)")
        }
        try await place.changeStore("checkin.sqlite") { try $0.execute("DROP INDEX one") }
        try await Self.serving(in: place) { booth in
            try await Patience.wait { try await Self.day(booth)["freezes"]?["used"] == 2 }
            let stuck = try await Self.stuck(booth)
            #expect(stuck == 0)
        }
    }

    /// Goes on two days later, when the second one was missed.
    private static func serving(
        in place: TemporaryFolder,
        _ test: (CheckinBooth) async throws -> Void
    ) async throws {
        try await CheckinBooth.serving(
            programme: nil,
            in: place,
            from: "2026-03-03",
            settings: job,
            test
        )
    }

    /// The numbers of the second day; they settle nobody.
    private static func day(_ booth: CheckinBooth) async throws -> JSON {
        let stats = try await booth.get("/v1/stats?from=2026-03-02&to=2026-03-02")
        return try #require(stats["days"]?[0])
    }

    /// How many members the metrics say are stuck.
    private static func stuck(_ booth: CheckinBooth) async throws -> Int? {
        try await booth.metric("jifen_due_stuck", #"kind="day""#)
    }
}
