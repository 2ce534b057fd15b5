import TestSupport
import Testing
import Wire

@Suite("Places of random members", .timeLimit(.minutes(2)))
struct RandomPlaceTests {
    /// What a member has by the plainest counting, and since when.
    private struct Standing {
        let member: String
        var value: Int64 = 0
        var reachedAt = ""
    }

    /// A sale at one of few instants, so that many share one.
    private static func sale(
        _ number: Int,
        of member: String,
        _ random: inout SeededGenerator
    ) -> JSON {
        let second = Int.random(in: 10...15, using: &random)
        return [
            "id": .string("s-\(number)"), "type": "sale", "member": .string(member),
            "day": "2026-03-01", "occurredAt": .string("2026-03-01T04:00:\(second)Z"),
        ]
    }

    /// The list by the plainest ordering: most first, then who got there first, then by id.
    private static func list(of sales: [JSON]) -> [ListedPlace] {
        var standings: [String: Standing] = [:]
        for sale in sales {
            let member = sale["member"]?.text ?? ""
            var standing = standings[member] ?? Standing(member: member)
            standing.value += 1
            standing.reachedAt = max(standing.reachedAt, sale["occurredAt"]?.text ?? "")
            standings[member] = standing
        }
        let sorted = standings.values.sorted {
            ($1.value, $0.reachedAt, $0.member) < ($0.value, $1.reachedAt, $1.member)
        }
        return sorted.map { standing in
            let before = sorted.count { $0.value > standing.value }
            return ListedPlace(Int64(before) + 1, standing.member, standing.value)
        }
    }

    @Test("page by page and around each of them, the list is that of the plainest ordering")
    func places() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let members = (10..<32).map { "m\($0)" }
        let sales = (0..<90).map { number -> JSON in
            let member = members.randomElement(using: &random) ?? "m10"
            return Self.sale(number, of: member, &random)
        }
        let expected = Self.list(of: sales)
        let board: JSON = ["id": "week", "count": "sale", "each": "week"]
        try await BadgesScene.serving([.init("boards", [board])]) { scene in
            // In another order than that of their instants, so that some come late.
            for start in stride(from: 0, to: sales.count, by: 9) {
                let answer = try await scene.tell(Array(sales[start..<start + 9]))
                #expect(answer.status == 200, "\(answer.text)")
            }
            for limit in [1, 4, 200] {
                let found = try await pages(of: limit, scene)
                #expect(found == expected, "seed \(seed), pages of \(limit)")
            }
            for (place, own) in expected.enumerated() {
                let page = try await scene.board("?around=me&limit=1", as: own.member).json
                let around = page["around"]?.elements?.map { ListedPlace($0) } ?? []
                let near = expected[max(0, place - 5)...min(place + 5, expected.count - 1)]
                #expect(around == Array(near), "seed \(seed), around \(own)")
                #expect(page["own"]?["rank"]?.integer == own.rank, "seed \(seed), \(own)")
            }
        }
    }

    /// The whole list in pages of a size.
    private func pages(of limit: Int, _ scene: BadgesScene) async throws -> [ListedPlace] {
        var found: [ListedPlace] = []
        var next: String? = ""
        while let query = next, found.count < 100 {
            let page = try await scene.board("?limit=\(limit)\(query)").json
            found += page["items"]?.elements?.map { ListedPlace($0) } ?? []
            next = page["next"]?.text.map { "&after=\($0)" }
        }
        return found
    }
}
