import Chance
import GamesDomain
import Primitives
import Testing

extension GameID: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(validated: text) }
}

extension PrizeID: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(validated: text) }
}

extension PoolID: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) { self.init(validated: text) }
}

extension AssetID {
    static let points = AssetID(validated: "points")
    static let tickets = AssetID(validated: "tickets")
}

extension Cost {
    static func points(_ amount: Int64) -> Cost { Cost(asset: .points, amount: Points(amount)) }
    static func tickets(_ amount: Int64) -> Cost { Cost(asset: .tickets, amount: Points(amount)) }
}

extension Instant: ExpressibleByStringLiteral {
    /// The instant of `2026-03-01T08:00`, in UTC.
    package init(stringLiteral text: String) {
        guard let instant = Instant(text + ":00Z") else {
            preconditionFailure("no instant: \(text)")
        }
        self = instant
    }

    static func + (left: Instant, milliseconds: Int64) -> Instant {
        Instant(milliseconds: left.milliseconds + milliseconds)
    }
}

extension CalendarDay: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let day = CalendarDay(text) else { preconditionFailure("no day: \(text)") }
        self = day
    }
}

extension Zone {
    /// A zone eight hours ahead of UTC.
    static let shanghai = Zone(name: "Asia/Shanghai", firstOffsetMs: 28_800_000)
}

extension TimeWindow {
    /// The campaign of the tests: ten days of UTC.
    static let campaign = TimeWindow(from: "2026-03-01T00:00", until: "2026-03-11T00:00")
}

extension Prize {
    /// A prize of points.
    static func points(
        _ id: PrizeID,
        _ amount: Int64 = 10,
        weight: Int64 = 1,
        _ change: (inout Prize) -> Void = { _ in }
    ) -> Prize {
        of(id, .asset(.points, AmountRange(amount)), weight: weight, change)
    }

    static func of(
        _ id: PrizeID,
        _ kind: PrizeKind,
        weight: Int64 = 1,
        _ change: (inout Prize) -> Void = { _ in }
    ) -> Prize {
        var prize = Prize(id, kind, weight: weight)
        change(&prize)
        return prize
    }

    /// A prize with one piece, replaced by `none`.
    static func single(_ id: PrizeID, weight: Int64 = 1) -> Prize {
        points(id, weight: weight) {
            $0.stock.total = 1
            $0.substitute = "none"
        }
    }

    /// Nothing, which can always be given.
    static func none(weight: Int64 = 1) -> Prize { of("none", .nothing, weight: weight) }
}

extension GameTerms {
    /// Terms in a zone (UTC): a draw costs 20 points.
    static func of(
        _ zone: Zone = .utc,
        _ change: (inout GameTerms) -> Void = { _ in }
    ) -> GameTerms {
        var terms = GameTerms(id: "wheel", zone: zone)
        terms.costs = [.points(20)]
        change(&terms)
        return terms
    }
}

extension LotteryRules {
    /// Rules of some prizes, changed for a test.
    static func of(
        _ prizes: [Prize] = [.points("p"), .none()],
        _ change: (inout LotteryRules) -> Void = { _ in }
    ) -> LotteryRules {
        var rules = LotteryRules(.of(), prizes: prizes)
        change(&rules)
        return rules
    }
}

extension CardFlipRules {
    /// Nine cards of which three are turned, changed for a test.
    static func of(
        _ prizes: [Prize] = [.points("p"), .none()],
        _ change: (inout CardFlipRules) -> Void = { _ in }
    ) -> CardFlipRules {
        var rules = CardFlipRules(.of(), prizes: prizes, mode: .pick, cards: 9, flips: 3)
        change(&rules)
        return rules
    }
}

/// A source that gives what a test says, and 0 from there on.
struct Scripted: DrawSource {
    var integers: [UInt128]
    /// The bounds below which integers were asked for.
    private(set) var bounds: [UInt128] = []

    init(_ integers: [UInt128]) { self.integers = integers }

    mutating func integer(below bound: UInt128) -> UInt128 {
        bounds.append(bound)
        guard !integers.isEmpty else { return 0 }
        return min(integers.removeFirst(), max(1, bound) - 1)
    }
}

extension PrizeTable {
    /// The smallest integer that rolls a prize.
    func integer(rolling id: PrizeID, in weighting: Weighting = .plain) -> UInt128 {
        let sum = sum(in: weighting)
        return odds(weighting).prefix { $0.prize != id }.reduce(0) {
            $0 + $1.odds.numerator * (sum / $1.odds.denominator)
        }
    }
}
