import Calls
import TestSupport
import Testing
import Wire

@Suite("A programme that is published after the end of a day", .timeLimit(.minutes(2)))
struct ReplacedRulesTests {
    /// A member who came on the first three days of March, and what is published around the end
    /// of the fourth, which it misses and which ends at 16:00.
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let first: JSON
        var publications: [(at: String, checkin: JSON?)] = []
        var seenAt = "2026-03-05T04:00:00Z"
        let streak: Int64
        var freezes: Int64?
    }

    private static let reset: JSON = ["base": 1, "loss": ["policy": "reset"]]
    private static let decay: JSON = ["base": 1, "loss": ["policy": "decay", "by": 1]]
    private static let freeze: JSON = ["base": 1, "freezes": ["most": 1, "atStart": 1]]
    private static let late: JSON = ["base": 1, "dayStart": "04:00"]

    private static let before = "2026-03-04T15:59:59.999Z"
    private static let end = "2026-03-04T16:00:00Z"
    private static let after = "2026-03-04T16:30:00Z"

    static let cases = [
        Case(
            testDescription: "published before, it decides the day",
            first: reset,
            publications: [(before, decay)],
            streak: 2
        ),
        Case(
            testDescription: "published at the end, it does not",
            first: reset,
            publications: [(end, decay)],
            streak: 0
        ),
        Case(
            testDescription: "published after, it does not",
            first: reset,
            publications: [(after, decay)],
            streak: 0
        ),
        Case(
            testDescription: "what would lose the streak does not either",
            first: decay,
            publications: [(after, reset)],
            streak: 2
        ),
        Case(
            testDescription: "but it decides the next day",
            first: decay,
            publications: [(after, reset)],
            seenAt: "2026-03-06T04:00:00Z",
            streak: 0
        ),
        Case(
            testDescription: "of several, the last one before the end decides",
            first: reset,
            publications: [("2026-03-04T10:00:00Z", decay), (after, reset)],
            streak: 2
        ),
        Case(
            testDescription: "where the check-in was withdrawn meanwhile, its last rules decide",
            first: decay,
            publications: [(before, nil), (after, reset)],
            streak: 2
        ),
        Case(
            testDescription: "a freeze of the old rules has covered the day",
            first: freeze,
            publications: [(after, reset)],
            streak: 3,
            freezes: 0
        ),
        Case(
            testDescription: "a day that has ended is not opened again by a later start of days",
            first: reset,
            publications: [(after, late)],
            seenAt: "2026-03-04T17:30:00Z",
            streak: 0
        ),
    ]

    @Test("leaves the day to the rules of its end", arguments: cases)
    func published(example: Case) async throws {
        try await CheckinBooth.serving(programme: Self.section(example.first)) { booth in
            try await booth.live(
                on: ["2026-03-01", "2026-03-02", "2026-03-03"],
                today: "2026-03-04"
            )
            for publication in example.publications {
                try booth.go(at: publication.at)
                try await booth.publish(Self.section(publication.checkin))
            }
            try booth.go(at: example.seenAt)
            let page = try await booth.page()
            #expect(page["streak"]?["current"] == .integer(example.streak))
            #expect(page["today"]?["isChecked"] == false)
            let state = page["calendar"]?.elements?.first { $0["day"] == "2026-03-04" }?["state"]
            #expect(state == (example.freezes == nil ? "missed" : "frozen"))

            let checked = try await booth.send(.init(.post, "/v1/checkins", [:], 201, ""))
            #expect(checked.status == 201, "\(checked.text)")
            #expect(checked.json["streak"]?["current"] == .integer(example.streak + 1))
            if let freezes = example.freezes {
                #expect(checked.json["freezes"] == .integer(freezes))
            }
        }
    }

    private static func section(_ checkin: JSON?) -> JSON {
        CheckinBooth.frame(checkin.map { [JSON.Member("checkin", $0)] } ?? [])
    }
}
