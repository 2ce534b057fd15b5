import Primitives
import Wire

/// What a multiplier is called and by how much it multiplies.
package struct MultiplierTerms: Hashable, Sendable {
    /// Its name, 1 to 64 characters.
    package let id: String
    /// The group of which only the highest counts, or nil where it stands alone.
    package let group: String?
    /// By how much it multiplies: above 0, at most 1,000, with at most 4 decimals.
    package let times: Ratio

    /// Reads `{id, group?, times}`, or nil where a part is at fault, as stands in the reader.
    package init?(_ reader: inout SectionReader) {
        let id: Name? = reader.identifier("id")
        let group: Name? = reader.optionalIdentifier("group")
        let times = reader.decimal("times")
        guard let id, let times else { return nil }
        self.id = id.text
        self.group = group?.text
        self.times = times
    }
}

/// The name of a multiplier or of a group of them.
private struct Name: Identifier {
    let text: String

    init(validated text: String) {
        self.text = text
    }
}
