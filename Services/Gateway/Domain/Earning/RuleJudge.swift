import Primitives

/// Judges one event by one rule.
struct RuleJudge {
    let rule: EarningRule
    let event: BusinessEvent
    /// Why the rule grants less than it might.
    private(set) var omissions: [Omission] = []
    /// Whether all lines earned at one ratio and nothing was clipped.
    private(set) var isUniform = true

    init(rule: EarningRule, event: BusinessEvent) {
        self.rule = rule
        self.event = event
    }

    /// What the rule grants: one grant for each time from which points can be spent.
    mutating func grants(used: (CapCounter) -> Points) -> [Grant] {
        if let barrier {
            omissions = [barrier]
            return []
        }
        guard var shares = shares(), let total = shares.sum else {
            omissions = [omission(.amountTooLarge)]
            return []
        }
        omissions = Self.merged(omissions, of: shares.count)
        let allowed = allowance(of: total, used: used)
        guard allowed > 0 else { return [] }
        shares.clip(by: total - allowed)
        isUniform =
            shares.count <= 1 || (allowed == total && Set(shares.map(\.ratio)).count == 1)
        return grants(of: shares)
    }

    /// Why the rule does not apply to the event at all, or nil where it does.
    private var barrier: Omission? {
        if let unmet = rule.condition.unmet(by: event) {
            return omission(.conditionNotMet, unmet)
        }
        if case .fixed = rule.basis {
            guard rule.condition.admitsSome(of: event) else {
                return omission(.conditionNotMet, "categories")
            }
        } else if event.amountMinor == nil {
            return omission(.amountMissing)
        }
        guard rule.leastAmountMinor != nil || rule.mostAmountMinor != nil else { return nil }
        guard let amount = event.amountMinor else { return omission(.amountMissing) }
        let range = (least: rule.leastAmountMinor ?? 0, most: rule.mostAmountMinor ?? .max)
        return amount < range.least || amount > range.most
            ? omission(.amountOutsideBounds) : nil
    }

    /// What the rule makes of each line, or nil where the arithmetic leaves 64 bits.
    private mutating func shares() -> [LineShare]? {
        guard case .rate(let rate) = rule.basis else { return wholeShare().map { [$0] } }
        var shares: [LineShare] = []
        for (index, line) in event.judgedLines.enumerated() {
            guard let share = share(of: line, at: index, rate) else { return nil }
            shares.append(share)
        }
        return shares
    }

    private mutating func share(
        of line: BusinessEvent.Line,
        at index: Int,
        _ usualRate: Ratio
    ) -> LineShare? {
        let lineID = line.id.isEmpty ? nil : line.id
        guard rule.condition.admits(line) else {
            omissions.append(omission(.conditionNotMet, "categories", line: lineID))
            return LineShare(index: index)
        }
        let terms = rule.categories.terms(for: line.category, on: event.day)
        let rate = terms?.rate ?? usualRate
        guard rate > .zero else {
            omissions.append(omission(.categoryEarnsNothing, line: lineID))
            return LineShare(index: index)
        }
        let multipliers = applicable { $0.admits(line) }
        guard let ratio = multipliers.applied(to: rate),
            let points = ratio.floor(of: line.amountMinor)
        else { return nil }
        if points == 0 { omissions.append(omission(.belowOnePoint, line: lineID)) }
        let maturity = (terms?.pending ?? rule.pending)?.maturity(occurredOn: event.day)
        return LineShare(
            index: index,
            ratio: ratio,
            points: points,
            maturity: maturity ?? .immediate
        )
    }

    /// What a rule with a fixed number makes of the whole event.
    private mutating func wholeShare() -> LineShare? {
        guard case .fixed(let fixed) = rule.basis,
            let ratio = applicable({ $0.admitsSome(of: event) }).applied(to: .one),
            let points = ratio.floor(of: fixed.value)
        else { return nil }
        if points == 0 { omissions.append(omission(.belowOnePoint)) }
        let maturity = rule.pending?.maturity(occurredOn: event.day) ?? .immediate
        return LineShare(index: nil, ratio: ratio, points: points, maturity: maturity)
    }

    private func applicable(_ admits: (EarningCondition) -> Bool) -> [EarningMultiplier] {
        rule.multipliers.filter {
            $0.condition.unmet(by: event) == nil && admits($0.condition)
        }
    }

    /// What the caps leave of the points, 0 where one refuses them.
    private mutating func allowance(of total: Int64, used: (CapCounter) -> Points) -> Int64 {
        var allowed = total
        for cap in rule.caps where allowed > 0 {
            let counted = max(.zero, used(cap.counter(of: rule.id, on: event.day)))
            let left = max(0, (cap.points.subtracting(counted) ?? .zero).value)
            guard left < allowed else { continue }
            let granted = cap.excess == .clip ? left : 0
            omissions.append(
                Omission(
                    rule: rule.id,
                    reason: .capReached,
                    detail: "\(cap.scope.rawValue).\(cap.period.rawValue)",
                    amount: Points(allowed - granted)
                )
            )
            allowed = granted
        }
        return allowed
    }

    private func grants(of shares: [LineShare]) -> [Grant] {
        let counters = rule.caps.map { $0.counter(of: rule.id, on: event.day) }
        var maturities: [Maturity] = []
        for share in shares where share.points > 0 && !maturities.contains(share.maturity) {
            maturities.append(share.maturity)
        }
        return maturities.map { maturity in
            let own = shares.filter { $0.points > 0 && $0.maturity == maturity }
            return Grant(
                rule: rule.id,
                asset: rule.asset,
                amount: Points(own.sum ?? 0),
                maturity: maturity,
                lines: own.map { Grant.Line(index: $0.index, granted: Points($0.points)) },
                counters: counters
            )
        }
    }

    private func omission(
        _ reason: Omission.Reason,
        _ detail: String? = nil,
        line: String? = nil
    ) -> Omission {
        Omission(rule: rule.id, reason: reason, detail: detail, line: line)
    }

    /// One omission where all lines share it, so that a long order does not repeat itself.
    private static func merged(_ omissions: [Omission], of count: Int) -> [Omission] {
        guard let first = omissions.first, omissions.count == count,
            omissions.allSatisfy({ $0.reason == first.reason && $0.detail == first.detail })
        else { return omissions }
        return [Omission(rule: first.rule, reason: first.reason, detail: first.detail)]
    }
}
