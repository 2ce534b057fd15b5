import Calls
import Primitives
import TestSupport
import Testing
import Wire

/// Reads from a suite where members stand, and says it in the words of `standings.awk`.
struct StandingPages: Sendable {
    /// What a member page and a balance say.
    struct Standing: Sendable {
        let page: JSON
        let points: Int64

        /// The tasks that wait to be claimed.
        var claimable: [JSON] {
            (page["tasks"]?.elements ?? []).filter {
                $0["claim"] == true && $0["state"] == "done"
            }
        }

        /// The line of the script, but for the member's id.
        var text: String {
            let level = page["level"]
            let dates = ["since", "reviewOn", "graceEndsOn"].map { Self.date(level?[$0]) }
            let standing = [
                ([Self.number(level?["number"])] + dates).joined(separator: ","),
                Self.number(page["growth"]), "\(points)",
            ]
            let badges = (page["badges"]?.elements ?? []).map(Self.badge)
            let tasks = (page["tasks"]?.elements ?? []).map(Self.task)
            let ranks = (page["ranks"]?.elements ?? []).map(Self.rank)
            return (standing + badges + tasks + ranks).joined(separator: " ")
        }

        private static func badge(_ badge: JSON) -> String {
            let tiers = (badge["tiers"]?.elements ?? []).map { tier in
                let values = (tier["parts"]?.elements ?? []).map { number($0["value"]) }
                return "\(date(tier["earnedAt"])):\(values.joined(separator: "+"))"
            }
            return "\(badge["id"]?.text ?? "")=\(tiers.joined(separator: ","))"
        }

        private static func task(_ task: JSON) -> String {
            let name = "\(task["id"]?.text ?? "")@\(date(task["from"]))"
            let state = [
                task["state"]?.text ?? "", number(task["stepsDone"]), date(task["rewardedAt"]),
            ]
            return "\(name)=\(state.joined(separator: ","))"
        }

        private static func rank(_ rank: JSON) -> String {
            let place = "\(number(rank["rank"]))/\(number(rank["members"]))"
            return "\(rank["board"]?.text ?? "")#\(place)=\(number(rank["value"]))"
        }

        /// A date, or the one in Shanghai that an instant has.
        static func date(_ json: JSON?) -> String {
            guard let text = json?.text else { return "-" }
            guard let instant = Instant(text) else { return text }
            let ahead: Int64 = 8 * 3_600_000
            let local = Instant(milliseconds: instant.milliseconds + ahead)
            return String(local.description.prefix(10))
        }

        static func number(_ json: JSON?) -> String {
            json?.integer.map { "\($0)" } ?? "-"
        }
    }

    let stage: ReplayStage

    /// Where members stand.
    func standings(of members: [String]) async throws -> [String: Standing] {
        try await ReplayAccounts(stage: stage).each(of: members) { member in
            let page = try await stage.get("/v1/members/\(member)/profile", of: stage.badges)
            let balance = try await stage.get("/v1/members/\(member)/balance")
            return Standing(
                page: page,
                points: try #require(balance["assets"]?["points"]?["available"]?.integer)
            )
        }
    }

    /// The levels of all members that the service knows.
    func levels() async throws -> [String: Int64] {
        try await stage.pages("/v1/levels?limit=200", of: stage.badges)
            .flatMap { $0["items"]?.elements ?? [] }
            .reduce(into: [:]) { $0[$1["member"]?.text ?? ""] = $1["level"]?.integer }
    }

    /// The whole board of points of the month in which a day lies, in the words of the script.
    func board(on day: String) async throws -> [String] {
        let path = "/v1/leaderboards/points?period=\(day)&limit=200"
        return try await stage.pages(path, of: stage.badges)
            .flatMap { $0["items"]?.elements ?? [] }
            .map { place in
                [
                    Standing.number(place["value"]), Standing.date(place["reachedAt"]),
                    place["member"]?.text ?? "", Standing.number(place["rank"]),
                ].joined(separator: " ")
            }
    }

    /// Claims for each member whose number is a multiple of 3 all that can be claimed.
    ///
    /// - Returns: How many rewards there were.
    func claim(_ standings: [String: Standing]) async throws -> Int {
        let token = try await stage.token(of: "service")
        let claiming = standings.filter { Int($0.key).map { $0.isMultiple(of: 3) } ?? false }
        let claimed = try await ReplayAccounts(stage: stage).each(of: claiming.keys.sorted()) {
            member in
            let tasks = claiming[member]?.claimable ?? []
            for task in tasks {
                let id = task["id"]?.text ?? ""
                let period = task["from"] ?? .null
                let answer = try await stage.badges.send(
                    .post,
                    "/v1/members/\(member)/tasks/\(id)/claim",
                    period == .null ? [:] : ["period": period],
                    token: token,
                    key: "\(member)-\(id)-\(period.text ?? "")"
                )
                #expect(answer.status == 201, "\(answer.text)")
            }
            return tasks.count
        }
        return claimed.values.reduce(0, +)
    }
}
