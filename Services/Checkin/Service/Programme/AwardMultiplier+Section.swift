import CheckinDomain
import Primitives
import Sections
import Wire

extension AwardMultiplier {
    /// What the levels' benefits for check-ins multiply by, all of one group.
    static func list(
        ofLevels levels: [LevelBenefits],
        _ reader: inout SectionReader
    ) -> [AwardMultiplier] {
        levels.compactMap { level in
            guard let times = level.checkin else { return nil }
            guard times.numerator <= 1000, times.denominator <= 1000 else {
                let path = level.path + ".checkin"
                reader.add(JSONFault(at: path, "must be a fraction of terms up to 1000"))
                return nil
            }
            var condition = AwardCondition()
            condition.levelAtLeast = level.level
            return AwardMultiplier(
                id: level.multiplierID,
                group: LevelBenefits.group,
                times: times,
                condition: condition
            )
        }
    }

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
        let terms = MemberTerms(&reader)
        condition.levelAtLeast = terms.levelAtLeast
        condition.tag = terms.tag
        condition.birthdayMonth = terms.birthdayMonth
        return condition
    }
}
