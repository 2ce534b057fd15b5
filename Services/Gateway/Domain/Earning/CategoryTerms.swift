import Primitives

/// What a rule says of one category, from a day on.
package struct CategoryTerms: Hashable, Sendable {
    /// The category.
    package let category: String
    /// The first day, or nil for always.
    package let from: CalendarDay?
    /// Points for each minor unit, 0 for nothing, or nil for the rule's own rate.
    package let rate: Ratio?
    /// Why the points cannot be spent at once, or nil for what the rule says.
    package let pending: PendingPolicy?

    /// Joins the parts of an entry.
    package init(
        category: String,
        from: CalendarDay? = nil,
        rate: Ratio? = nil,
        pending: PendingPolicy? = nil
    ) {
        self.category = category
        self.from = from
        self.rate = rate
        self.pending = pending
    }
}

extension [CategoryTerms] {
    /// The entry for a category that is in force on a day: the one that began last.
    func terms(for category: String?, on day: CalendarDay) -> CategoryTerms? {
        filter { $0.category == category && ($0.from.map { $0 <= day } ?? true) }
            .max { left, right in
                (left.from?.daysSinceEpoch ?? .min) < (right.from?.daysSinceEpoch ?? .min)
            }
    }
}
