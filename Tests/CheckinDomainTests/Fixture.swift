import CheckinDomain
import Primitives
import Testing
import Zones

extension CalendarDay: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let day = CalendarDay(text) else { preconditionFailure("no day: \(text)") }
        self = day
    }
}

extension Instant: ExpressibleByStringLiteral {
    /// The instant of `2026-03-01T08:00`, in UTC.
    package init(stringLiteral text: String) {
        guard let instant = Instant(text + ":00Z") else {
            preconditionFailure("no instant: \(text)")
        }
        self = instant
    }

    static func + (left: Instant, hours: Int64) -> Instant {
        Instant(milliseconds: left.milliseconds + hours * 3_600_000)
    }
}

extension CalendarMonth: ExpressibleByStringLiteral {
    package init(stringLiteral text: String) {
        guard let month = CalendarMonth(text) else { preconditionFailure("no month: \(text)") }
        self = month
    }
}

extension AssetID {
    static let points = AssetID(validated: "points")
    static let tickets = AssetID(validated: "tickets")
    static let cards = AssetID(validated: "cards")
}

extension Award {
    static func points(_ amount: Int64) -> Award { Award([.asset(.points, Points(amount))]) }
    static func tickets(_ amount: Int64) -> Award { Award([.asset(.tickets, Points(amount))]) }
}

extension Cost {
    static func points(_ amount: Int64) -> Cost { Cost(asset: .points, amount: Points(amount)) }
}

extension Ratio {
    static func of(_ numerator: Int64, per denominator: Int64 = 1) -> Ratio {
        guard let ratio = Ratio(numerator, over: denominator) else {
            preconditionFailure("no ratio")
        }
        return ratio
    }
}

extension DayAward {
    /// What is owed of an asset in all.
    func total(of asset: AssetID = .points) -> Int64 {
        total.reduce(0) { sum, item in
            if case .asset(asset, let amount) = item { sum + amount.value } else { sum }
        }
    }

    /// The names of the parts.
    var names: [String] { parts.map(\.source.name) }
}

extension TimeOrderedID {
    /// The n-th identifier of a test.
    static func number(_ number: UInt64) -> TimeOrderedID {
        TimeOrderedID(at: Instant(milliseconds: 0), random: (0, number))
    }
}

/// The zone of that name; every test machine has it.
func zone(_ name: String) -> Zone {
    guard let zone = Zones.zone(named: name) else { preconditionFailure("no zone: \(name)") }
    return zone
}

extension CheckinRules {
    /// Rules in a zone (UTC), changed for a test.
    static func of(
        _ zone: Zone = .utc,
        _ change: (inout CheckinRules) -> Void = { _ in }
    ) -> CheckinRules {
        var rules = CheckinRules(zone: zone)
        change(&rules)
        return rules
    }
}
