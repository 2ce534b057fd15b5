import Primitives
import TestSupport
import Testing
import Wire

@Suite("Leaderboards of random events", .timeLimit(.minutes(3)))
struct RandomBoardTests {
    /// A sale, as the naive model keeps it.
    private struct Sale {
        let id: String
        let member: String
        let day: CalendarDay
        let amount: Int64
        let isUndone: Bool

        var json: JSON {
            let amount: [JSON.Member] = [.init("amount", .integer(amount))]
            return BadgesScene.event(id, "sale", of: member, on: day.description, amount)
        }

        var undoing: JSON {
            let day = day.description
            return BadgesScene.event("u\(id)", "undo", of: member, on: day, undoes: id)
        }
    }

    private static let programme: [JSON.Member] = [
        .init(
            "boards",
            [
                [
                    "id": "month", "sum": "amount", "of": "sale", "each": "month",
                    "settlingDays": 0,
                    "prizes": [["to": 1, "reward": 1000], ["to": 9, "reward": 1]],
                ],
                ["id": "ever", "count": "sale"],
            ]
        )
    ]

    private static func sales(_ random: inout SeededGenerator) -> [Sale] {
        let first = BadgesScene.firstDay
        return (0..<150).map { number in
            Sale(
                id: "s\(number)",
                member: "m\(Int.random(in: 0..<14, using: &random))",
                day: first.adding(Int64.random(in: 0..<40, using: &random)),
                // Small ones tie, large ones go through buckets of all sizes.
                amount: Bool.random(using: &random)
                    ? Int64.random(in: 1...3, using: &random)
                    : Int64.random(in: 1...3_000_000_000, using: &random),
                isUndone: Int.random(in: 0..<5, using: &random) == 0
            )
        }
    }

    /// The ranks and values of members by the plainest way of counting.
    private static func ranks(
        _ sales: [Sale],
        _ value: (Sale) -> Int64
    ) -> [String: ListedPlace] {
        let counted = sales.filter { !$0.isUndone }
        let values = Dictionary(grouping: counted, by: \.member)
            .mapValues { $0.reduce(0) { $0 + value($1) } }
        return values.reduce(into: [:]) { ranks, entry in
            let rank = Int64(values.values.count { $0 > entry.value }) + 1
            ranks[entry.key] = ListedPlace(rank, entry.key, entry.value)
        }
    }

    private func check(
        _ expected: [String: ListedPlace],
        _ query: String,
        of board: String,
        _ scene: BadgesScene,
        _ seed: UInt64
    ) async throws {
        let places = try await scene.places(query, of: board)
        let found = Dictionary(uniqueKeysWithValues: places.map { ($0.member, $0) })
        #expect(found == expected, "seed \(seed)")
        #expect(places.map(\.rank) == places.map(\.rank).sorted(), "seed \(seed)")
    }

    @Test("in any order, undone before and after, recounted: as by the plainest counting")
    func anyOrder() async throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        let sales = Self.sales(&random)
        let told = (sales.map(\.json) + sales.filter(\.isUndone).map(\.undoing))
            .shuffled(using: &random)
        try await BadgesScene.serving(Self.programme) { scene in
            for start in stride(from: 0, to: told.count, by: 10) {
                let batch = Array(told[start..<min(start + 10, told.count)])
                let answer = try await scene.tell(batch)
                #expect(answer.status == 200, "\(answer.text)")
            }
            let march = sales.filter { $0.day.month == sales[0].day.month }
            let query = "?limit=200&period=\(sales[0].day)"
            let month = Self.ranks(march, \.amount)
            let ever = Self.ranks(sales) { _ in 1 }
            try await check(month, query, of: "month", scene, seed)
            try await check(ever, "?limit=200", of: "ever", scene, seed)
            // Counted anew by another version, the lists are what they were.
            let growth = JSON.Member("growth", ["rules": [["count": "sale", "growth": 1]]])
            try await scene.publish(Self.programme + [growth])
            for number in 0..<14 { _ = try await scene.profile("m\(number)") }
            try await check(month, query, of: "month", scene, seed)
            try await check(ever, "?limit=200", of: "ever", scene, seed)
            let differences = try await scene.differences()
            #expect(differences == [], "seed \(seed)")
        }
    }

    @Test("closed while events arrive: who is on the frozen list is paid by it, and nobody else")
    func closedUnderFire() async throws {
        try await BadgesScene.serving(Self.programme, settings: ["job-pause-ms": "10"]) { scene in
            try await scene.tell([BadgesScene.event("s", "sale", of: "m0", [.init("amount", 1)])])
            scene.pass(days: 31 - 1)
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<60 {
                    group.addTask {
                        if number == 20 { scene.pass(days: 1) }
                        let sale = BadgesScene.event(
                            "s\(number)",
                            "sale",
                            of: "m\(number % 20)",
                            [.init("amount", .integer(Int64(number % 7 + 1)))]
                        )
                        return try await scene.tell([sale]).status
                    }
                }
                for try await status in group { #expect(status == 200) }
            }
            let period = try await scene.settled("month")
            let frozen = try await scene.places("?period=2026-03-01&limit=200", of: "month")
            #expect(period["winners"]?.integer == Int64(frozen.count { $0.rank <= 9 }))
            for number in 0..<20 {
                let rank = frozen.first { $0.member == "m\(number)" }?.rank ?? .max
                let balance = try await scene.balance("m\(number)")
                #expect(balance == (rank == 1 ? 1000 : rank <= 9 ? 1 : 0), "m\(number)")
            }
            // All of them count for the members, also those that came too late for the list.
            let ever = try await scene.places("?limit=200", of: "ever")
            #expect(ever.reduce(0) { $0 + $1.value } == 61)
        }
    }
}
