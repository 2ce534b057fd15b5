import TestSupport
import Testing
import Wire

/// Reads from both services of a suite what members have come to.
struct VisitAccounts: Sendable {
    /// What a check-in has brought, by the gateway's statement.
    struct Earned: Hashable, Sendable {
        var points: Int64 = 0
        var tickets: Int64 = 0
    }

    /// How a member stands.
    struct Account: Hashable, Sendable {
        /// What the statement says, by the days' references.
        var days: [String: Earned] = [:]
        /// What the balance says.
        var has = Earned()
        var streak: Int64 = 0
        var longest: Int64 = 0
        var freezes: Int64 = 0
    }

    let stage: ReplayStage

    /// What a script says that the members have.
    static func expected(by oracle: VisitOracle) -> [String: Account] {
        var accounts = oracle.members.mapValues { member in
            Account(
                has: Earned(points: member.base + member.milestones, tickets: member.tickets),
                streak: member.streak,
                longest: member.longest,
                freezes: member.freezes
            )
        }
        for checkIn in oracle.checkIns {
            accounts[checkIn.member, default: Account()].days["checkin:\(checkIn.day)"] =
                Earned(points: checkIn.base + checkIn.milestone, tickets: checkIn.tickets)
        }
        return accounts
    }

    /// What the services say.
    func accounts(of members: [String]) async throws -> [String: Account] {
        try await ReplayAccounts(stage: stage).each(of: members) { member in
            let page = try await stage.get("/v1/members/\(member)/streak", of: stage.checkin)
            let assets = try await stage.get("/v1/members/\(member)/balance")["assets"]
            return Account(
                days: try await days(of: member),
                has: Earned(
                    points: assets?["points"]?["available"]?.integer ?? 0,
                    tickets: assets?["tickets"]?["available"]?.integer ?? 0
                ),
                streak: try #require(page["streak"]?["current"]?.integer),
                longest: try #require(page["streak"]?["longest"]?.integer),
                freezes: try #require(page["freezes"]?["held"]?.integer)
            )
        }
    }

    private func days(of member: String) async throws -> [String: Earned] {
        let pages = try await stage.pages("/v1/members/\(member)/transfers?limit=200")
        var days: [String: Earned] = [:]
        for item in pages.flatMap({ $0["items"]?.elements ?? [] }) {
            try #require(item["kind"] == "credit", "nothing else can have happened: \(item)")
            let reference = try #require(item["reference"]?.text)
            let amount = try #require(item["amount"]?.integer)
            switch item["asset"]?.text {
            case "points": days[reference, default: Earned()].points += amount
            case "tickets": days[reference, default: Earned()].tickets += amount
            default: Issue.record("no such asset is awarded: \(item)")
            }
        }
        return days
    }
}
