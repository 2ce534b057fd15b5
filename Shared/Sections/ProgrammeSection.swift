import Wire

/// One service's part of the programme that operators describe.
package protocol ProgrammeSection: Sendable {
    /// Reads the section.
    ///
    /// - Throws: `ProgrammeFaults` with every fault that was found.
    init(_ json: JSON) throws(ProgrammeFaults)

    /// What would break if the section followed an earlier one; empty where it may.
    func faults(following earlier: Self) -> [JSONFault]
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
