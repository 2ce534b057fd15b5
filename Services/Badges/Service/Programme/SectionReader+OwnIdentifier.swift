import Primitives
import Sections

extension SectionReader {
    /// The `id` of an entry of a list, which no other entry has.
    ///
    /// - Parameters:
    ///   - known: The ids of the entries before, to which it is added.
    ///   - longest: How many characters it may have.
    /// - Returns: The id, or nil where it is absent or malformed.
    mutating func ownIdentifier<ID: Identifier>(
        among known: inout Set<ID>,
        atMost longest: Int
    ) -> ID? {
        guard let id: ID = identifier("id") else { return nil }
        if !known.insert(id).inserted { fault(at: "id", "stands twice") }
        if id.text.utf8.count > longest {
            fault(at: "id", "is longer than \(longest) characters")
        }
        return id
    }
}
