import GamesService
import Storage
import TestSupport
import Testing

@Suite("How the rows of a games' store are found", .timeLimit(.minutes(2)))
struct QueryPlanTests {
    /// The tables that grow with what is played.
    private static let growing: Set = [
        "play", "card_round", "player", "player_opening", "restock", "intent", "intent_key",
        "outbox", "keyed_reply",
    ]

    @Test("no statement goes through all rows of a table that grows, nor all plays of a member")
    func scans() async throws {
        let plans = try await Self.plans()
        #expect(plans.scans(of: Self.growing) == [])
        #expect(plans.memberScans(of: Self.growing) == [])
        #expect(plans.all.count > 60)
    }

    @Test("no statement sorts its rows: each finds them in their order")
    func sorts() async throws {
        let plans = try await Self.plans()
        #expect(plans.sorts == [])
    }

    @Test("what a player was when an epoch closed is found without its other players")
    func closings() async throws {
        let plans = try await Self.plans().saying("SELECT state FROM player_opening")
        #expect(
            plans.map(\.steps) == [
                ["SEARCH player_opening USING PRIMARY KEY (member=? AND game=? AND epoch>?)"]
            ]
        )
    }

    /// What a statement says, and by which index its rows are to be found.
    struct Row: Sendable, CustomTestStringConvertible {
        let part: String
        let index: String

        init(_ part: String, _ index: String) { (self.part, self.index) = (part, index) }

        var testDescription: String { "\(index): \(part)" }
    }

    @Test(
        "what lists, exports, reconciliation and the job look for has an index",
        arguments: [
            Row("FROM play WHERE member = ? AND id < ? AND kind = 1", "play_round"),
            Row("FROM play JOIN player ON player.member = play.member", "play_entry"),
            Row("SELECT member, pseudonym, state FROM player_opening", "player_opening_export"),
            Row("SELECT start FROM play", "play_late"),
            Row("SELECT epoch FROM play", "play_from_before"),
            Row("UNION SELECT epoch FROM card_round", "card_round_from_before"),
            Row("JOIN play ON play.member = card_round.member", "card_round_late"),
            Row("SELECT sequence FROM play", "play_entry"),
            Row("SELECT sequence, state, kind, outcome FROM play", "play_entry"),
            Row("SELECT end_sequence, settlement FROM card_round", "card_round_entry"),
            Row("play.state <> intent.state", "play_entry"),
            Row("SELECT play.id FROM play LEFT JOIN intent", "play_pending"),
            Row("SELECT transfer FROM intent", "sqlite_autoindex_intent_1"),
            Row("SELECT due_at, member, id FROM card_round", "card_round_due"),
            Row("SELECT due_at, game FROM epoch", "epoch_due"),
        ]
    )
    func index(_ row: Row) async throws {
        let plans = try await Self.plans().saying(row.part)
        #expect(!plans.isEmpty, "no statement says \(row.part)")
        for plan in plans {
            #expect(plan.uses(index: row.index), "\(plan.steps) in \(plan.sql)")
        }
    }

    private static func plans() async throws -> QueryPlans {
        try await QueryPlans(of: "Services/Games/Service", migrations: Migration.games)
    }
}
