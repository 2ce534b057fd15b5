import GatewayService
import Storage
import TestSupport
import Testing

@Suite("How the rows are found that badges is told", .timeLimit(.minutes(1)))
struct FeedPlanTests {
    @Test("no statement of a feed goes through all rows of a table")
    func scans() async throws {
        let plans = try await Self.plans()
        #expect(plans.scans(of: ["transfer", "event", "account", "caller"]) == [])
        #expect(plans.all.count >= 6)
    }

    @Test(
        "what has reversed a transfer or made it available is found by the index of the feed",
        arguments: ["kind IN (4, 10) AND kind = 10", "kind IN (4, 10) AND kind = 4"]
    )
    func course(_ part: String) async throws {
        let plans = try await Self.plans().saying(part)
        #expect(!plans.isEmpty, "no statement says \(part)")
        for plan in plans {
            #expect(plan.uses(index: "transfer_course"), "\(plan.steps) in \(plan.sql)")
        }
    }

    private static func plans() async throws -> QueryPlans {
        try await QueryPlans(of: "Services/Gateway/Service/Feed", migrations: Migration.gateway)
    }
}
