import Primitives

/// What must be remembered of a judged event, so that it can be refunded and confirmed later
/// whatever the programme says by then.
package struct EventTerms: Hashable, Sendable {
    /// A part of the order.
    package struct Line: Hashable, Sendable {
        /// Its name within the order; empty for an order that was sent without lines.
        package let id: String
        /// What was bought, or nil.
        package let category: String?
        /// What it cost in minor units, 0 to 10^12.
        package let amountMinor: Int64
        /// What of it has been refunded, 0 to all of it.
        package internal(set) var refundedMinor: Int64

        /// Joins the parts of a line.
        package init(
            id: String,
            category: String?,
            amountMinor: Int64,
            refundedMinor: Int64 = 0
        ) {
            self.id = id
            self.category = category
            self.amountMinor = amountMinor
            self.refundedMinor = refundedMinor
        }

        var leftMinor: Int64 { max(0, amountMinor - refundedMinor) }
    }

    /// What a rule granted for it.
    package struct Granted: Hashable, Sendable {
        /// The rule.
        package let rule: RuleID
        /// What was granted.
        package let asset: AssetID
        /// How much the rule granted before any refund, 1 to 10^12.
        package let amount: Points
        /// Whether a confirmation makes it available.
        package let isConfirmable: Bool
        /// What of it each line contributed.
        package let lines: [Grant.Line]
        /// Where it was counted, and is counted back.
        package let counters: [CapCounter]
        /// The id of the transfer that granted it, or nil where there is none.
        package var transfer: String?

        /// Joins the parts of what was granted.
        package init(
            rule: RuleID,
            asset: AssetID,
            amount: Points,
            isConfirmable: Bool,
            lines: [Grant.Line],
            counters: [CapCounter],
            transfer: String? = nil
        ) {
            self.rule = rule
            self.asset = asset
            self.amount = amount
            self.isConfirmable = isConfirmable
            self.lines = lines
            self.counters = counters
            self.transfer = transfer
        }
    }

    /// The order's lines; one for an order without lines, none for what has no amount.
    package internal(set) var lines: [Line]
    /// What was granted, in the order of the judgement's grants.
    package var grants: [Granted]
    /// Whether a refund needs to name no lines.
    package let isUniform: Bool
    /// Whether the event has been cancelled.
    package internal(set) var isCancelled: Bool

    /// Joins what was stored.
    package init(lines: [Line], grants: [Granted], isUniform: Bool, isCancelled: Bool) {
        self.lines = lines
        self.grants = grants
        self.isUniform = isUniform
        self.isCancelled = isCancelled
    }

    /// What must be remembered of an event that has just been judged.
    package init(of event: BusinessEvent, _ judgement: Earning.Judgement) {
        self.init(
            lines: event.judgedLines.map {
                Line(id: $0.id, category: $0.category, amountMinor: $0.amountMinor)
            },
            grants: judgement.grants.map { grant in
                Granted(
                    rule: grant.rule,
                    asset: grant.asset,
                    amount: grant.amount,
                    isConfirmable: grant.maturity.isConfirmable,
                    lines: grant.lines,
                    counters: grant.counters
                )
            },
            isUniform: judgement.isUniform,
            isCancelled: false
        )
    }

    /// What the refunds so far leave of a grant.
    ///
    /// - Parameter index: The grant's place among the event's, from 0 on.
    /// - Returns: The sum over its lines of floor(G·(A−R)/A); 0 where there is no such grant.
    package func remaining(of index: Int) -> Points {
        guard grants.indices.contains(index), !isCancelled else { return .zero }
        var sum = Points.zero
        for line in grants[index].lines {
            sum = sum.adding(remaining(of: line)) ?? .zero
        }
        return sum
    }

    /// What is left of the order in minor units.
    package var leftMinor: Int64 { lines.cappedSum(of: \.leftMinor) }

    private func remaining(of line: Grant.Line) -> Points {
        let amount: Int64
        let left: Int64
        if let index = line.index {
            guard lines.indices.contains(index) else { return .zero }
            (amount, left) = (lines[index].amountMinor, lines[index].leftMinor)
        } else {
            (amount, left) = (lines.cappedSum(of: \.amountMinor), leftMinor)
        }
        // An order of 0 keeps what it was granted: no refund can be a part of it.
        guard amount > 0 else { return line.granted }
        return Points(Ratio.floor(line.granted.value, times: left, over: amount) ?? 0)
    }
}

extension [EventTerms.Line] {
    /// The sum of a number of each line, or the largest number where it passes that.
    fileprivate func cappedSum(of number: KeyPath<EventTerms.Line, Int64>) -> Int64 {
        reduce(0) { sum, line in
            let (next, overflow) = sum.addingReportingOverflow(line[keyPath: number])
            return overflow ? .max : next
        }
    }
}
