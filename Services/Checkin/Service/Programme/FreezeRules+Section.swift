import CheckinDomain
import Primitives
import Sections
import Wire

extension FreezeRules {
    /// `freezes: {most, atStart?, every?, price?}`; nil where a part is at fault.
    static func read(_ reader: inout SectionReader, _ awards: AwardReader) -> FreezeRules? {
        let most = reader.requiredInteger("most", in: 1...31)
        var rules = FreezeRules(most: most ?? 31)
        rules.atStart = reader.integer("atStart", in: 0...31) ?? 0
        rules.every = reader.integer("every", in: 1...10_000)
        rules.price = awards.cost("price", of: &reader)
        return most == nil ? nil : rules
    }
}
