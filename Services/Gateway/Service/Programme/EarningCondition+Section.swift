import GatewayDomain
import Primitives
import Sections
import Wire

extension EarningCondition {
    /// `when: {from?, to?, days?, yearly?, daysOfMonth?, weekdays?, hours?, categories?,
    /// attributes?, first?, levelAtLeast?, tag?, birthdayMonth?}`; the condition that always holds
    /// where it is absent.
    static func read(_ reader: inout SectionReader) -> EarningCondition {
        reader.nested("when") { when -> EarningCondition? in
            var condition = EarningCondition()
            condition.take(DateTerms(&when))
            condition.hours = when.nested("hours") { Hours.read(&$0) }
            condition.categories = when.values("categories", 1...500, "a category") {
                $0.text.flatMap { (1...64).contains($0.utf8.count) ? $0 : nil }
            }.map(Set.init)
            condition.attributes = AttributeTest.list(&when)
            condition.first = when.flag("first")
            condition.take(MemberTerms(&when))
            return condition
        } ?? EarningCondition()
    }

    private mutating func take(_ dates: DateTerms) {
        from = dates.from
        to = dates.to
        days = dates.days
        yearly = dates.yearly
        daysOfMonth = dates.daysOfMonth
        weekdays = dates.weekdays
    }

    private mutating func take(_ terms: MemberTerms) {
        levelAtLeast = terms.levelAtLeast
        tag = terms.tag
        birthdayMonth = terms.birthdayMonth
    }
}

extension EarningCondition.Hours {
    /// `{from: "HH:MM", to: "HH:MM"}`; the end may be `24:00`.
    fileprivate static func read(_ reader: inout SectionReader) -> Self? {
        let from = reader.time("from")
        let to = reader.time("to", isEnd: true)
        guard let from, let to else { return nil }
        if from == to { reader.fault(at: "to", "is the same time as from") }
        return Self(fromMs: from.sinceMidnightMs, toMs: to.sinceMidnightMs)
    }
}
