import Primitives
import TestSupport
import Wire

/// Something that a random member did, as the naive model keeps it.
struct ModelEvent {
    let id: String
    let member: String
    let source: String
    let type: String
    let day: Int64
    let amount: Int64
    let category: String
    /// The id of the event that it undoes, of the same source and member.
    var undoes: String?

    /// Whether it is what goals of both types count.
    var isCounted: Bool { ["a", "b"].contains(type) }

    var json: JSON {
        BadgesScene.event(
            id,
            type,
            of: member,
            on: CalendarDay(daysSinceEpoch: day).description,
            [.init("amount", .integer(amount)), .init("category", .string(category))],
            undoes: undoes
        )
    }
}

/// A goal as the programme has it, and what it comes to by the plainest way of counting.
struct ModelGoal: Sendable {
    let name: String
    let goal: [JSON.Member]
    let value: @Sendable ([ModelEvent]) -> Int64

    private static let first = CalendarDay("2026-03-01")?.daysSinceEpoch ?? 0

    /// The days on which events happen: two months.
    static let days = first..<(first + 61)

    static let all = [
        ModelGoal("count", [.init("count", "a")]) { Int64($0.count { $0.type == "a" }) },
        ModelGoal(
            "sum",
            [
                .init("sum", "amount"), .init("of", ["a", "b"]),
                .init("attributes", ["category": ["is": "x"]]),
            ]
        ) { $0.filter { $0.isCounted && $0.category == "x" }.reduce(0) { $0 + $1.amount } },
        ModelGoal("distinct", [.init("distinct", "category"), .init("of", ["a", "b"])]) {
            Int64(Set($0.filter(\.isCounted).map(\.category)).count)
        },
        ModelGoal("maximum", [.init("maximum", "amount"), .init("of", "b")]) {
            $0.filter { $0.type == "b" }.map(\.amount).max() ?? 0
        },
        ModelGoal("streak", [.init("streak", "a")]) { events in
            let days = Set(events.filter { $0.type == "a" }.map(\.day))
            return days.map { start in
                var end = start
                while days.contains(end) { end += 1 }
                return end - start
            }.max() ?? 0
        },
        ModelGoal("day", [.init("count", "a"), .init("each", "day")]) { best(of: $0) { $0 } },
        ModelGoal("week", [.init("count", "a"), .init("each", "week")]) {
            // 2026-03-02 is a Monday.
            best(of: $0) { ($0 - first + 6) / 7 }
        },
        ModelGoal("month", [.init("count", "a"), .init("each", "month")]) {
            best(of: $0) { $0 < first + 31 ? 3 : $0 < first + 61 ? 4 : 5 }
        },
        ModelGoal(
            "within",
            [.init("sum", "amount"), .init("of", "a"), .init("within", 7)]
        ) { events in
            days.map { start in
                events.filter { $0.type == "a" && (start..<start + 7).contains($0.day) }
                    .reduce(0) { $0 + $1.amount }
            }.max() ?? 0
        },
        ModelGoal(
            "variety",
            [.init("distinct", "category"), .init("of", "b"), .init("within", 10)]
        ) { events in
            days.map { start in
                let some = events.filter {
                    $0.type == "b" && (start..<start + 10).contains($0.day)
                }
                return Int64(Set(some.map(\.category)).count)
            }.max() ?? 0
        },
        ModelGoal(
            "between",
            [
                .init("count", ["a", "b"]),
                .init("between", ["from": "2026-03-10", "to": "2026-03-20"]),
            ]
        ) { Int64($0.count { $0.isCounted && (first + 9...first + 19).contains($0.day) }) },
    ]

    private init(
        _ name: String,
        _ goal: [JSON.Member],
        _ value: @escaping @Sendable ([ModelEvent]) -> Int64
    ) {
        self.name = name
        self.goal = goal
        self.value = value
    }

    private static func best(of events: [ModelEvent], by period: (Int64) -> Int64) -> Int64 {
        let counted = events.filter { $0.type == "a" }
        return Int64(Dictionary(grouping: counted) { period($0.day) }.map(\.value.count).max() ?? 0)
    }

    /// The badge of the goal: its tiers take 1, 3 and 7, and are taken back.
    var badge: JSON {
        let tiers = ([1, 3, 7] as [Int64]).map { least -> JSON in
            let goal = JSON.object(goal + [.init("atLeast", .integer(least))])
            return ["id": .string("t\(least)"), "goal": goal, "reward": 1]
        }
        return ["id": .string(name), "undone": "revoke", "tiers": .array(tiers)]
    }
}

/// Random events, some of them undone.
struct ModelEvents {
    private(set) var all: [ModelEvent] = []
    private(set) var undoings: [ModelEvent] = []

    init(_ count: Int, undoing: Bool, _ random: inout SeededGenerator) {
        for number in 0..<count {
            let event = ModelEvent(
                id: "e\(number)",
                member: ["ann", "ben"].randomElement(using: &random) ?? "ann",
                source: ["checkin", "host"].randomElement(using: &random) ?? "host",
                type: ["a", "b"].randomElement(using: &random) ?? "a",
                day: Int64.random(in: ModelGoal.days, using: &random),
                amount: Int64.random(in: 1...4, using: &random),
                category: ["x", "y", "z", "v", "w"].randomElement(using: &random) ?? "x"
            )
            all.append(event)
            guard undoing, Int.random(in: 0..<3, using: &random) == 0 else { continue }
            undoings.append(Self.undoing("u\(number)", of: event))
            // Some are undone twice, and some of the undoings themselves, and so on.
            while Int.random(in: 0..<2, using: &random) == 0, let other = undoings.last {
                let id = "u\(number).\(undoings.count)"
                undoings.append(Self.undoing(id, of: Bool.random(using: &random) ? event : other))
            }
        }
    }

    private static func undoing(_ id: String, of event: ModelEvent) -> ModelEvent {
        ModelEvent(
            id: id,
            member: event.member,
            source: event.source,
            type: ["undone", "a"].contains(event.type) ? "b" : "undone",
            day: event.day,
            amount: 1,
            category: "x",
            undoes: event.id
        )
    }

    /// What stands of a member in the end, whatever the order.
    func standing(of member: String) -> [ModelEvent] {
        // Undoings come behind what they undo, so that from the end on it is known what stands.
        var undone: Set<String> = []
        for event in undoings.reversed() where !undone.contains(event.id) {
            if let id = event.undoes { undone.insert(id) }
        }
        return (all + undoings).filter { $0.member == member && !undone.contains($0.id) }
    }

    /// All of them in a random order, in batches of one source, some of them twice.
    func deliveries(_ random: inout SeededGenerator) -> [[ModelEvent]] {
        var left = (all + undoings).shuffled(using: &random)
        var batches: [[ModelEvent]] = []
        while let next = left.first {
            let size = Int.random(in: 1...12, using: &random)
            let batch = Array(left.filter { $0.source == next.source }.prefix(size))
            let sent = Set(batch.map(\.id))
            left.removeAll { sent.contains($0.id) }
            batches.append(batch)
            if Bool.random(using: &random), let again = batches.randomElement(using: &random) {
                batches.append(again)
            }
        }
        return batches
    }
}
