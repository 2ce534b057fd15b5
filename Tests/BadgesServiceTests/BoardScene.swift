import Access
import Calls
import TestSupport
import Testing
import Wire

/// A place of a leaderboard, as the service answers it.
struct ListedPlace: Equatable {
    let rank: Int64
    /// Empty for one who is hidden.
    let member: String
    let value: Int64

    init(_ rank: Int64, _ member: String, _ value: Int64) {
        self.rank = rank
        self.member = member
        self.value = value
    }

    init(_ json: JSON) {
        self.init(
            json["rank"]?.integer ?? 0,
            json["member"]?.text ?? "",
            json["value"]?.integer ?? 0
        )
    }
}

extension BadgesScene {
    /// A board of check-ins by week, and what else it has.
    static func weekly(_ more: JSON.Member...) -> [JSON.Member] {
        let board: [JSON.Member] =
            [.init("id", "week"), .init("count", "checkin.done"), .init("each", "week")] + more
        return [.init("boards", .array([.object(board)]))]
    }

    /// Shows a board to a member.
    func board(
        _ query: String = "",
        of board: String = "week",
        as member: String = "anna"
    ) async throws -> TestClient.Answer {
        try await send(.get, "/v1/leaderboards/\(board)\(query)", as: member)
    }

    /// The list of a board, as a member sees it.
    func places(
        _ query: String = "",
        of board: String = "week",
        as member: String = "anna"
    ) async throws -> [ListedPlace] {
        let answer = try await self.board(query, of: board, as: member)
        try #require(answer.status == 200, "\(answer.text)")
        return answer.json["items"]?.elements?.map { ListedPlace($0) } ?? []
    }

    /// Tells so many check-ins of a member on a day, one minute after the other.
    func checkIn(
        _ member: String,
        times: Int = 1,
        on day: String,
        from minute: Int = 0
    ) async throws {
        let events = (0..<times).map { time -> JSON in
            let minute = minute + time
            let text = minute < 10 ? "0\(minute)" : "\(minute)"
            return [
                "id": .string("\(member)-\(day)-\(minute)"), "type": "checkin.done",
                "member": .string(member), "day": .string(day),
                "occurredAt": .string("\(day)T04:\(text):00Z"),
            ]
        }
        let answer = try await tell(events)
        try #require(answer.status == 200, "\(answer.text)")
    }

    /// Waits until a period of a board is settled, and answers it.
    func settled(_ board: String = "week", period place: Int = 0) async throws -> JSON {
        var period = JSON.null
        try await Patience.wait {
            let answer = try await send(.get, "/v1/leaderboards/\(board)/periods", by: .viewer)
            period = answer.json["items"]?[place] ?? .null
            return period["settledAt"] != nil
        }
        return period
    }
}
