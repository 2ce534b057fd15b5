import Primitives

/// Orders of one member as a naive model keeps them: by what each line keeps of its points,
/// without lots, rows or rules.
struct EventModel {
    /// When a line's points can be spent.
    enum Wait: Hashable {
        case nothing, presale, trial

        /// The days after the order's at whose start the points come by themselves.
        var days: Int64 {
            switch self {
            case .nothing: 0
            case .presale: 15
            case .trial: 3
            }
        }
    }

    struct Line {
        let category: String?
        let amountMinor: Int64
        var refundedMinor: Int64 = 0

        var leftMinor: Int64 { amountMinor - refundedMinor }

        var points: Int64 {
            switch category {
            case "phone": 0
            case "half": amountMinor / 200
            default: amountMinor / 100
            }
        }

        var kept: Int64 { points * leftMinor / amountMinor }

        var wait: Wait {
            switch category {
            case "presale": .presale
            case "trial": .trial
            default: .nothing
            }
        }
    }

    /// What one transfer granted.
    struct Grant {
        let wait: Wait
        var transfer = ""
        var issued: Int64 = 0
        var undone: Int64 = 0

        var left: Int64 { issued - undone }
    }

    struct Order {
        let id: String
        var lines: [Line]
        /// The day since 1970 on which it occurred, in Shanghai; nil before it was sent.
        var day: Int64?
        var isConfirmed = false
        var grants: [Grant] = []

        var leftMinor: Int64 { lines.reduce(0) { $0 + $1.leftMinor } }

        func kept(_ wait: Wait) -> Int64 {
            lines.reduce(0) { $0 + ($1.wait == wait ? $1.kept : 0) }
        }

        func isSettled(_ grant: Grant, at now: Instant) -> Bool {
            switch grant.wait {
            case .nothing: true
            case .presale where isConfirmed: true
            case .presale, .trial:
                now.milliseconds >= ((day ?? 0) + grant.wait.days) * 86_400_000 - 8 * 3_600_000
            }
        }
    }

    var orders: [Order] = []
    var spent: Int64 = 0

    func earned(at now: Instant) -> Int64 {
        sum { order, grant in order.isSettled(grant, at: now) }
    }

    func pending(at now: Instant) -> Int64 {
        sum { order, grant in !order.isSettled(grant, at: now) }
    }

    /// What can be spent if nothing expires.
    func available(at now: Instant) -> Int64 { earned(at: now) - spent }

    private func sum(where isMeant: (Order, Grant) -> Bool) -> Int64 {
        orders.reduce(0) { sum, order in
            order.grants.reduce(sum) { $0 + (isMeant(order, $1) ? $1.left : 0) }
        }
    }

    /// Sends an order: grants what its lines keep by now.
    ///
    /// - Returns: The amounts that are granted.
    mutating func arrive(_ index: Int, on day: Int64) -> [Int64] {
        orders[index].day = day
        let order = orders[index]
        for line in order.lines where line.points > 0 {
            guard !orders[index].grants.contains(where: { $0.wait == line.wait }) else { continue }
            orders[index].grants.append(Grant(wait: line.wait, issued: order.kept(line.wait)))
        }
        return orders[index].grants.map(\.issued).filter { $0 > 0 }
    }

    /// Refunds parts of an order's lines.
    ///
    /// - Returns: For each grant of which anything is to be taken: its place, and how much.
    mutating func refund(_ index: Int, _ parts: [(line: Int, amountMinor: Int64)]) -> [(Int, Int64)]
    {
        let before = orders[index]
        for part in parts { orders[index].lines[part.line].refundedMinor += part.amountMinor }
        let after = orders[index]
        return after.grants.indices.compactMap { place in
            let grant = after.grants[place]
            let asked = min(before.kept(grant.wait) - after.kept(grant.wait), grant.left)
            return asked > 0 ? (place, asked) : nil
        }
    }
}
