import GatewayDomain
import Primitives
import Wire

extension EarningMultiplier {
    /// `multipliers: [{id, group?, times, when?}]`, empty where it is absent.
    static func list(_ reader: inout SectionReader) -> [EarningMultiplier] {
        var seen: Set<Name> = []
        return reader.list("multipliers", atMost: 32) { entry in
            let id: Name? = entry.identifier("id")
            if let id, !seen.insert(id).inserted { entry.fault(at: "id", "stands twice") }
            let group = entry.optional { object throws(JSONFault) in
                try object.optionalIdentifier("group", as: Name.self)
            }
            let times = entry.read { object throws(JSONFault) in
                guard let times = SectionReader.decimal(try object.required("times")) else {
                    throw JSONFault(
                        at: object.path(of: "times"),
                        "must be a number above 0, at most 1000, with at most 4 decimals"
                    )
                }
                return times
            }
            let condition = EarningCondition.read(&entry)
            guard let id, let times else { return nil }
            return EarningMultiplier(
                id: id.text,
                group: group?.text,
                times: times,
                condition: condition
            )
        }
    }
}

/// The name of a multiplier or of a group of them.
private struct Name: Identifier {
    let text: String

    init(validated text: String) {
        self.text = text
    }
}
