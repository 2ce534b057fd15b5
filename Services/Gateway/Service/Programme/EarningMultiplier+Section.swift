import GatewayDomain
import Primitives
import Sections
import Wire

extension EarningMultiplier {
    /// `multipliers: [{id, group?, times, when?}]`, empty where it is absent.
    static func list(_ reader: inout SectionReader) -> [EarningMultiplier] {
        var seen: Set<String> = []
        return reader.list("multipliers", atMost: 32) { entry in
            let terms = MultiplierTerms(&entry)
            let condition = EarningCondition.read(&entry)
            guard let terms else { return nil }
            if !seen.insert(terms.id).inserted { entry.fault(at: "id", "stands twice") }
            return EarningMultiplier(
                id: terms.id,
                group: terms.group,
                times: terms.times,
                condition: condition
            )
        }
    }
}
