import Logging
import Storage
import TestSupport
import Testing
import Wire

@Suite("Reconciliation of streaks with days", .timeLimit(.minutes(2)))
struct ReconciliationTests {
    /// A change of the store behind the service's back, and what is found of it.
    struct Tampering: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let found: Set<String>
        let change: @Sendable (borrowing Transaction) throws -> Void
    }

    private static let tampering = [
        Tampering(testDescription: "a streak", found: ["streak", "longest"]) {
            try $0.execute("UPDATE member SET streak = 9, longest = 9")
        },
        Tampering(testDescription: "a count", found: ["checkIns", "monthDays"]) {
            try $0.execute("UPDATE member SET check_ins = 9, month_days = 9")
        },
        Tampering(testDescription: "a day", found: ["streak", "longest", "streakStart"]) {
            try $0.execute("UPDATE day SET streak = 5, longest = 5, streak_start = 0")
        },
        Tampering(testDescription: "a make-up", found: ["makeUp"]) {
            try $0.execute("UPDATE make_up SET state = 3")
        },
        Tampering(testDescription: "a zone", found: ["unreadable"]) {
            try $0.execute("UPDATE member SET zone = 'Nowhere/At_All'")
        },
    ]

    @Test("What was changed behind the service's back is named", arguments: tampering)
    func names(tampering: Tampering) async throws {
        let folder = try TemporaryFolder()
        try await CheckinBooth.serving(in: folder) { booth in
            try await booth.live(on: ["2026-03-01", "2026-03-02"], today: "2026-03-04")
            #expect(try await booth.makeUp("2026-03-03", key: "k-1").status == 201)
            #expect(try await Self.found(booth) == [])
        }
        try await Self.change(folder, tampering.change)
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

    /// Changes a store while no service has it.
    private static func change(
        _ folder: TemporaryFolder,
        _ change: @escaping @Sendable (borrowing Transaction) throws -> Void
    ) async throws {
        // As many steps as the service's store has done, so that none is done here.
        let store = try Store.open(
            "sqlite:\(folder.file("checkin.sqlite"))",
            migrations: [Migration(1, []), Migration(2, [])],
            configuration: Store.Configuration(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        try await store.write { try change($0) }
        await store.close()
    }
}
