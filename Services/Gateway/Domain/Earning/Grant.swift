import Primitives

/// Points that one rule grants for an event and that can be spent from the same time on.
package struct Grant: Hashable, Sendable {
    /// What one line of the order contributed.
    package struct Line: Hashable, Sendable {
        /// The line's place in the order from 0 on, or nil where the whole order earned it.
        package let index: Int?
        /// What it contributed, from 1 on.
        package let granted: Points

        /// Joins a line and its points.
        package init(index: Int?, granted: Points) {
            self.index = index
            self.granted = granted
        }
    }

    /// The rule.
    package let rule: RuleID
    /// What is granted.
    package let asset: AssetID
    /// How much, 1 to 10^12; it also counts that much against each of the counters.
    package let amount: Points
    /// From when on it can be spent.
    package let maturity: Maturity
    /// What of it each line contributed.
    package let lines: [Line]
    /// The counters of the rule's caps.
    package let counters: [CapCounter]
}
