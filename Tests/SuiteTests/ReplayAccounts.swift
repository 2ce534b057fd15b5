import Primitives
import Testing
import Wire

/// Reads what members have from a suite's gateway, many at a time.
struct ReplayAccounts: Sendable {
    /// What a member has.
    struct Balance: Hashable, Sendable {
        let available: Int64
        let earned: Int64
        /// The lots by the day on which they end.
        let lots: [String: Int64]
    }

    /// What a member's whole statement says.
    struct Statement: Sendable {
        var earned: Int64 = 0
        /// What expired, by the instant.
        var expired: [String: Int64] = [:]
        /// What was there at the end of each month in which something moved.
        var atMonthEnd: [String: Int64] = [:]
        /// Whether each line's `balanceAfter` is the sum of all lines up to it.
        var isSound = true
    }

    private static let readers = 32
    let stage: ReplayStage

    func balances(of members: [String]) async throws -> [String: Balance] {
        try await each(of: members) { member in
            let json = try await stage.get("/v1/members/\(member)/balance")
            let points = json["assets"]?["points"]
            let lots = points?["expiring"]?.elements ?? []
            return Balance(
                available: points?["available"]?.integer ?? 0,
                earned: points?["earnedTotal"]?.integer ?? 0,
                lots: lots.reduce(into: [:]) {
                    $0[$1["on"]?.text ?? "", default: 0] += $1["amount"]?.integer ?? 0
                }
            )
        }
    }

    func statements(of members: [String]) async throws -> [String: Statement] {
        try await each(of: members) { member in
            let items = try await stage.pages("/v1/members/\(member)/transfers?limit=200")
                .flatMap { $0["items"]?.elements ?? [] }
            return try Self.statement(items)
        }
    }

    private static func statement(_ items: [JSON]) throws -> Statement {
        var statement = Statement()
        var balance: Int64 = 0
        for item in items.reversed() {
            let amount = try #require(item["amount"]?.integer)
            let text = try #require(item["at"]?.text)
            let at = try #require(Instant(text))
            switch item["kind"]?.text {
            case "credit":
                statement.earned += amount
                balance += amount
            case "expiry":
                statement.expired[text, default: 0] += amount
                balance -= amount
            default: Issue.record("nothing else can have happened: \(item)")
            }
            if item["balanceAfter"]?.integer != balance { statement.isSound = false }
            statement.atMonthEnd[month(of: at)] = balance
        }
        return statement
    }

    /// The month by the programme's clocks; its last instant is the next one's first, when lots
    /// that end with it expire.
    private static func month(of instant: Instant) -> String {
        let shanghaiMs: Int64 = 8 * 3_600_000
        let local = Instant(milliseconds: instant.milliseconds + shanghaiMs - 1)
        return String(local.description.prefix(7))
    }

    /// Reads something of each member, many at a time.
    func each<Value: Sendable>(
        of members: [String],
        _ read: @escaping @Sendable (String) async throws -> Value
    ) async throws -> [String: Value] {
        try await withThrowingTaskGroup(of: [String: Value].self) { group in
            for reader in 0..<Self.readers {
                group.addTask {
                    var values: [String: Value] = [:]
                    for place in stride(from: reader, to: members.count, by: Self.readers) {
                        values[members[place]] = try await read(members[place])
                    }
                    return values
                }
            }
            return try await group.reduce(into: [:]) { all, some in all.merge(some) { $1 } }
        }
    }
}
