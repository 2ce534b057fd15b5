import Storage
import TestSupport
import Testing
import Wire

@Suite("Reconciliation of streaks with days", .timeLimit(.minutes(2)))
struct ReconciliationTests {
    private static let tampering = [
        StoreTampering("a streak", finds: ["streak", "longest"]) {
            try $0.execute("UPDATE member SET streak = 9, longest = 9")
        },
        StoreTampering("a count", finds: ["checkIns", "monthDays"]) {
            try $0.execute("UPDATE member SET check_ins = 9, month_days = 9")
        },
        StoreTampering("a day", finds: ["streak", "longest", "streakStart"]) {
            try $0.execute("UPDATE day SET streak = 5, longest = 5, streak_start = 0")
        },
        StoreTampering("a make-up", finds: ["makeUp"]) {
            try $0.execute("UPDATE make_up SET state = 3")
        },
        StoreTampering("a zone", finds: ["unreadable"]) {
            try $0.execute("UPDATE member SET zone = 'Nowhere/At_All'")
        },
    ]

    @Test("What was changed behind the service's back is named", arguments: tampering)
    func names(tampering: StoreTampering) async throws {
        let folder = try TemporaryFolder()
        try await CheckinBooth.serving(in: folder) { booth in
            try await booth.live(on: ["2026-03-01", "2026-03-02"], today: "2026-03-04")
            #expect(try await booth.makeUp("2026-03-03", key: "k-1").status == 201)
            #expect(try await Self.found(booth) == [])
        }
        try await folder.changeStore("checkin.sqlite", tampering.change)
        try await CheckinBooth.serving(
            programme: nil,
            in: folder,
            from: "2026-03-04"
        ) { booth in
            let found = try await Self.found(booth)
            let names = Set(found.compactMap { $0["what"]?.text })
            #expect(names.isSubset(of: tampering.found), "\(names)")
            #expect(!found.isEmpty)
            #expect(found.allSatisfy { $0["member"] == "m-1" && $0["stored"] != $0["computed"] })
        }
    }

    @Test("A loss policy that has changed is no fault")
    func changedPolicy() async throws {
        let decay = CheckinBooth.frame([
            JSON.Member("checkin", ["base": 1, "loss": ["policy": "decay", "by": 1, "floor": 0]])
        ])
        let folder = try TemporaryFolder()
        try await CheckinBooth.serving(programme: decay, in: folder) { booth in
            try await booth.live(
                on: ["2026-03-01", "2026-03-02", "2026-03-04"],
                today: "2026-03-04"
            )
            #expect(try await booth.page()["streak"]?["current"] == 2)
            #expect(try await Self.found(booth) == [])
        }
        try await CheckinBooth.serving(in: folder, from: "2026-03-04") { booth in
            try await booth.live(on: ["2026-03-06"], today: "2026-03-06")
            #expect(try await booth.page()["streak"]?["current"] == 1)
            #expect(try await Self.found(booth) == [])
        }
    }

    private static func found(_ booth: CheckinBooth) async throws -> [JSON] {
        let page = try await booth.get("/v1/reconciliation")
        #expect(page["checked"] == 1 && page["next"] == nil)
        #expect(try await booth.get("/v1/reconciliation?after=m-1")["checked"] == 0)
        return try #require(page["differences"]?.elements)
    }
}
