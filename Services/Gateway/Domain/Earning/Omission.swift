import Primitives

/// Something that a rule did not grant, and why.
package struct Omission: Hashable, Sendable {
    /// Why it was not granted; the texts travel and are stored.
    package enum Reason: String, CaseIterable, Sendable {
        /// A condition of the rule does not hold.
        case conditionNotMet
        /// The rule gives nothing for the line's category.
        case categoryEarnsNothing
        /// The event has no amount to which a rate could be applied.
        case amountMissing
        /// The event's amount is below or above the rule's bounds.
        case amountOutsideBounds
        /// The exact result is below one point.
        case belowOnePoint
        /// A cap left less, or nothing.
        case capReached
        /// The result passes what one movement may be.
        case amountTooLarge
        /// The member's account is frozen.
        case accountFrozen
        /// The member's account is closed.
        case accountClosed
        /// A balance would pass its limit.
        case balanceTooLarge
        /// The order was refunded or cancelled before it came.
        case refunded
    }

    /// The rule.
    package let rule: RuleID
    /// Why it was not granted.
    package let reason: Reason
    /// What exactly stood against it: the condition or the cap, such as `member.day`, or nil.
    package let detail: String?
    /// The line that it is about, or nil for the whole event.
    package let line: String?
    /// What was not granted, or nil where it was not computed.
    package let amount: Points?

    /// Joins the parts of an omission.
    package init(
        rule: RuleID,
        reason: Reason,
        detail: String? = nil,
        line: String? = nil,
        amount: Points? = nil
    ) {
        self.rule = rule
        self.reason = reason
        self.detail = detail
        self.line = line
        self.amount = amount
    }
}
