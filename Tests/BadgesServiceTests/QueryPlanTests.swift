import BadgesService
import Storage
import TestSupport
import Testing

@Suite("How the rows of a badges store are found", .timeLimit(.minutes(1)))
struct QueryPlanTests {
    /// The tables that grow with members and with what they do.
    private static let growing: Set = [
        "event", "event_key", "standing", "counter", "mark", "growth_day", "badge", "reward",
        "fact",
        "task", "score", "score_bucket", "hidden_member", "level_grant", "outbox", "keyed_reply",
    ]
    /// Those that grow with what one member does.
    private static let growingByMember: Set = [
        "event", "counter", "mark", "growth_day", "reward", "score",
    ]
    /// The beginnings of statements that count one member anew, or check what is kept of it.
    private static let recounts = [
        "SELECT type, day, attributes, occurred_at FROM event WHERE member = ? AND state = 0",
        "SELECT day FROM event WHERE member = ? AND type = 'registration' AND state = 0",
        "SELECT measure, period, value FROM counter WHERE member = ? AND value <> 0",
        "SELECT measure, period, place, item, amount FROM mark WHERE member = ?",
        "SELECT day, growth FROM growth_day WHERE member = ? AND growth <> 0",
        "SELECT score.board, score.period, deficit, reached_at FROM score JOIN board_period",
        "DELETE FROM counter WHERE member = ?", "DELETE FROM mark WHERE member = ?",
        "DELETE FROM growth_day WHERE member = ?",
    ]
    /// The beginnings of the audit's counts of all members, and of what a step of the schema does.
    private static let wholes = [
        "SELECT in_force FROM standing", "SELECT badge, tier FROM badge",
        "UPDATE standing SET in_force = level",
    ]

    @Test("only the audit goes through all rows of a table that grows")
    func scans() async throws {
        let plans = try await Self.plans()
        let scans = plans.scans(of: Self.growing)
        #expect(scans.filter { !Self.is($0, among: Self.wholes) } == [])
        #expect(scans.count == Self.wholes.count)
        #expect(plans.all.count > 50)
    }

    @Test("only a recount goes through all that one member has done")
    func memberScans() async throws {
        let scans = try await Self.plans().memberScans(of: Self.growingByMember)
        #expect(scans.filter { !Self.is($0, among: Self.recounts) } == [])
        #expect(scans.count == Self.recounts.count)
    }

    @Test(
        "what is due, who is behind, and places on a board are found by an index",
        arguments: [
            ("SELECT due_at, member FROM standing", "standing_due"),
            ("stamp < ? AND (stamp, member)", "standing_stamp"),
            ("stamp > ? AND (stamp, member)", "standing_stamp"),
            ("(deficit, reached_at, score.member) >", "score_list"),
            ("(deficit, reached_at, score.member) <", "score_list"),
            ("closes_at <= ?", "board_period_due"),
        ]
    )
    func index(_ part: String, _ index: String) async throws {
        let plans = try await Self.plans().saying(part)
        #expect(!plans.isEmpty, "no statement says \(part)")
        for plan in plans { #expect(plan.uses(index: index), "\(plan.steps) in \(plan.sql)") }
    }

    @Test("the counts of a member's life and of its last days are found without the others")
    func counters() async throws {
        let plan = try #require(
            try await Self.plans().saying("UNION ALL SELECT measure, period").first
        )
        let searches = plan.steps.filter { $0.contains("counter") }
        #expect(
            searches == [
                "SEARCH counter USING PRIMARY KEY (member=? AND period<?)",
                "SEARCH counter USING PRIMARY KEY (member=? AND period>?)",
            ]
        )
    }

    /// Whether a step is of a statement that begins so.
    private static func `is`(_ step: String, among beginnings: [String]) -> Bool {
        beginnings.contains { step.contains(" in \($0)") }
    }

    private static func plans() async throws -> QueryPlans {
        try await QueryPlans(of: "Services/Badges/Service", migrations: Migration.badges)
    }
}
