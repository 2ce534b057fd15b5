import CheckinDomain
import Primitives
import Sections
import Wire

extension AwardMultiplier {
    /// `multipliers: [{id, group?, times, when?}]`, empty where it is absent.
    static func list(_ reader: inout SectionReader) -> [AwardMultiplier] {
        reader.list("multipliers", atMost: 100) { entry in
            let terms = MultiplierTerms(&entry)
            let condition = entry.nested("when") { AwardCondition.read(&$0) }
            guard let terms else { return nil }
            return AwardMultiplier(
                id: terms.id,
                group: terms.group,
                times: terms.times,
                condition: condition ?? AwardCondition()
            )
        }
    }
}

extension AwardCondition {
    /// `when: {from?, to?, days?, yearly?, daysOfMonth?, weekdays?, levelAtLeast?, tag?,
    /// birthdayMonth?}`; all that is given must hold.
    fileprivate static func read(_ reader: inout SectionReader) -> AwardCondition {
        let dates = DateTerms(&reader)
        var condition = AwardCondition()
        condition.from = dates.from
        condition.to = dates.to
        condition.days = dates.days
        condition.yearly = dates.yearly
        condition.daysOfMonth = dates.daysOfMonth
        condition.weekdays = dates.weekdays
        condition.levelAtLeast = reader.integer("levelAtLeast", in: 0...1_000_000)
        condition.tag = reader.optional { object throws(JSONFault) in
            try object.optionalText("tag", largest: 64)
        }
        condition.birthdayMonth = reader.flag("birthdayMonth")
        return condition
    }
}
