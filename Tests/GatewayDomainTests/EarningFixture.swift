import GatewayDomain
import Primitives

extension CalendarDay: ExpressibleByStringLiteral {
    /// A day such as `"2026-03-01"`; one that does not exist becomes 1970-01-01.
    package init(stringLiteral text: String) {
        let numbers = text.split(separator: "-").compactMap { Int64($0) }
        let day = CalendarDay(year: numbers[0], month: numbers[1], day: numbers[2])
        self = day ?? CalendarDay(daysSinceEpoch: 0)
    }
}

extension EventType {
    static let paid = EventType(validated: "order.paid")
}

extension Ratio {
    /// A fraction that exists.
    static func of(_ numerator: Int64, per denominator: Int64 = 1) -> Ratio {
        Ratio(numerator, over: denominator) ?? .zero
    }
}

extension EarningRule {
    /// A rule for paid orders at so many points for each so many minor units.
    static func rate(
        _ points: Int64,
        per minor: Int64,
        id: String = "purchase",
        _ change: (inout EarningRule) -> Void = { _ in }
    ) -> EarningRule {
        var rule = EarningRule(
            id: RuleID(validated: id),
            event: .paid,
            asset: .points,
            basis: .rate(.of(points, per: minor))
        )
        change(&rule)
        return rule
    }

    /// A rule that gives each paid order a number of points.
    static func fixed(
        _ points: Int64,
        id: String = "bonus",
        _ change: (inout EarningRule) -> Void = { _ in }
    ) -> EarningRule {
        var rule = EarningRule(
            id: RuleID(validated: id),
            event: .paid,
            asset: .points,
            basis: .fixed(Points(points))
        )
        change(&rule)
        return rule
    }

    /// Judges an event by this rule alone.
    func judge(
        _ event: BusinessEvent,
        used: (CapCounter) -> Points = { _ in .zero }
    ) -> Earning.Judgement {
        Earning(rules: [self]).judge(event, used: used)
    }
}

extension Earning {
    init(rules: [EarningRule]) {
        self.init()
        self.rules = rules
    }
}

extension BusinessEvent {
    /// An order without lines.
    static func paid(
        _ amountMinor: Int64?,
        on day: CalendarDay = "2026-03-04",
        timeOfDayMs: Int64 = 0,
        attributes: [String: Attribute] = [:],
        isFirst: Bool = false,
        facts: MemberFacts = MemberFacts()
    ) -> BusinessEvent {
        BusinessEvent(
            type: .paid,
            day: day,
            timeOfDayMs: timeOfDayMs,
            amountMinor: amountMinor,
            attributes: attributes,
            isFirst: isFirst,
            facts: facts
        )
    }

    /// An order with lines, named by their places from 1 on.
    static func paid(
        lines: [(String?, Int64)],
        on day: CalendarDay = "2026-03-04"
    ) -> BusinessEvent {
        BusinessEvent(
            type: .paid,
            day: day,
            amountMinor: lines.reduce(0) { $0 + $1.1 },
            lines: lines.enumerated().map {
                Line(id: "\($0.offset + 1)", category: $0.element.0, amountMinor: $0.element.1)
            }
        )
    }
}

extension Earning.Judgement {
    /// The amounts of the grants.
    var amounts: [Int64] { grants.map(\.amount.value) }
    /// The sum of the grants.
    var total: Int64 { amounts.reduce(0, +) }
    /// The reasons of the omissions, each with what it names.
    var reasons: [String] {
        omissions.map { omission in
            [omission.reason.rawValue, omission.detail, omission.line.map { "line \($0)" }]
                .compactMap(\.self).joined(separator: " ")
        }
    }
}

extension EventTerms {
    /// What the member keeps of all grants.
    var kept: Int64 { grants.indices.reduce(0) { $0 + remaining(of: $1).value } }

    /// The terms of an order that some rules have judged.
    static func of(_ event: BusinessEvent, _ rules: EarningRule...) -> EventTerms {
        EventTerms(of: event, Earning(rules: rules).judge(event) { _ in .zero })
    }

    /// Refunds, and says why it is refused, or nil where it is not.
    mutating func refusal(of request: RefundRequest) -> RefundRefusal? {
        do throws(RefundRefusal) {
            _ = try refund(request)
            return nil
        } catch {
            return error
        }
    }
}

extension [Taking] {
    /// The sum of what is taken.
    var total: Int64 { reduce(0) { $0 + $1.amount.value } }
}
