import Primitives
import Wire

/// One service's part of the programme that operators describe.
package protocol ProgrammeSection: Sendable {
    /// Reads the section.
    ///
    /// - Throws: `ProgrammeFaults` with every fault that was found.
    init(_ json: JSON) throws(ProgrammeFaults)

    /// What keeps the section from being published, though one like it that was published before
    /// this was asked for still loads; empty where it may be.
    var faultsIfNew: [JSONFault] { get }

    /// What would break if the section followed an earlier one; empty where it may.
    func faults(following earlier: Self) -> [JSONFault]

    /// What would become worse for members if the section followed an earlier one, which is
    /// refused unless an operator forces it and says why.
    ///
    /// - Parameters:
    ///   - earlier: The section in force.
    ///   - now: When this one would be published.
    /// - Returns: What is worse, each with its path in this section; nothing unless a section
    ///   says otherwise.
    func worsenings(since earlier: Self, at now: Instant) -> [JSONFault]
}

extension ProgrammeSection {
    /// Nothing, as of a section of which all is asked when it is read.
    package var faultsIfNew: [JSONFault] { [] }

    /// Nothing, as of a section that may always be changed.
    package func worsenings(since earlier: Self, at now: Instant) -> [JSONFault] { [] }
}

/// What is wrong with a section, each fault with its path in it.
package struct ProgrammeFaults: Error, Hashable, Sendable {
    /// The faults, at least one.
    package let faults: [JSONFault]

    /// Lists faults.
    package init(_ faults: [JSONFault]) {
        self.faults = faults
    }
}
