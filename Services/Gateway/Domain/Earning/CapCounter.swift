/// Where what a rule grants is counted, less what of it was taken back.
package struct CapCounter: Hashable, Sendable {
    /// The rule.
    package let rule: RuleID
    /// For whom it counts: the event's member, or all.
    package let scope: EarningCap.Scope
    /// How long it counts.
    package let period: EarningCap.Period
    /// Which period: the days since 1970-01-01, 12 times the year plus the month, or 0.
    package let key: Int64

    /// Joins the parts of a counter's name.
    package init(
        rule: RuleID,
        scope: EarningCap.Scope,
        period: EarningCap.Period,
        key: Int64
    ) {
        self.rule = rule
        self.scope = scope
        self.period = period
        self.key = key
    }
}
