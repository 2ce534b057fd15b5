import Primitives
import Wire

/// What a condition asks about the member; all that is given must hold.
package struct MemberTerms: Hashable, Sendable {
    /// The lowest level, by its number, 0 to 1,000,000.
    package let levelAtLeast: Int64?
    /// A tag that the member must have, of at most 64 bytes.
    package let tag: String?
    /// Whether it must be the month of the member's birthday.
    package let birthdayMonth: Bool

    /// Reads `{levelAtLeast?, tag?, birthdayMonth?}`; the faults stand in the reader.
    package init(_ reader: inout SectionReader) {
        levelAtLeast = reader.integer("levelAtLeast", in: 0...1_000_000)
        tag = reader.text("tag", largest: 64)
        birthdayMonth = reader.flag("birthdayMonth")
    }
}
