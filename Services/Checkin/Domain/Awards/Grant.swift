import Primitives

/// A milestone or a cumulative award that stands, or what a make-up was awarded.
///
/// No two grants of one source and one reach stand within one streak (a milestone) or one month
/// (a cumulative award).
package struct Grant: Hashable, Sendable {
    /// Why it was granted.
    package let source: AwardSource
    /// What was reached: the streak's length, or the days of the month; 0 for `.makeUp`.
    package let reach: Int64
    /// The day on which it lies.
    package let day: CalendarDay
    /// The make-up that was granted it, or nil where a check-in was, or where the make-up was
    /// reversed and this could not be taken back.
    package let makeUp: TimeOrderedID?
    /// What was handed out, before the day's multiplier; a make-up's is not multiplied.
    package let items: [Award.Item]

    /// Joins the parts of a grant.
    package init(
        source: AwardSource,
        reach: Int64,
        day: CalendarDay,
        makeUp: TimeOrderedID? = nil,
        items: [Award.Item]
    ) {
        self.source = source
        self.reach = reach
        self.day = day
        self.makeUp = makeUp
        self.items = items
    }
}
