import Wire

/// What became of what was played.
package struct ReplayTally: Sendable {
    /// The answer to one of the things that were played.
    package struct Answer: Hashable, Sendable {
        /// What it was called when it was sent.
        let id: String
        /// Whose it was.
        let member: String
        /// Whether it had been played before.
        var isReplayed = false
        /// What it granted, and how much of it.
        var grants: [Grant] = []
        /// Why it was refused: the status of HTTP and what the service said; nil where it was
        /// not.
        var refusal: String?
    }

    /// So much of something.
    package struct Grant: Hashable, Sendable {
        /// An asset, or another thing that is counted.
        let what: String
        /// How much of it.
        let amount: Int64
    }

    /// Something that was refused.
    package struct Refusal: Hashable, Sendable {
        /// What it was called when it was sent.
        package let id: String
        /// The status of HTTP and what the service said.
        package let reason: String
    }

    private let what: String
    /// How many were answered.
    package private(set) var played = 0
    /// How many of them had been played before.
    package private(set) var replayed = 0
    /// What was granted to those that had not been played before, by asset.
    package private(set) var granted: [String: Int64] = [:]
    /// Whose they were.
    package private(set) var members: Set<String> = []
    /// Those that were refused.
    package private(set) var refusals: [Refusal] = []

    /// Begins with nothing.
    ///
    /// - Parameter what: What is played, in the plural.
    package init(of what: String) {
        self.what = what
    }

    /// Counts one answer.
    ///
    /// - Throws: `CommandFault` where grants add up to more than there can be.
    package mutating func count(_ answer: Answer) throws(CommandFault) {
        played += 1
        members.insert(answer.member)
        if let reason = answer.refusal {
            refusals.append(Refusal(id: answer.id, reason: reason))
        }
        if answer.isReplayed {
            replayed += 1
            return
        }
        for grant in answer.grants {
            let (sum, overflow) =
                granted[grant.what, default: 0].addingReportingOverflow(grant.amount)
            guard !overflow else {
                throw CommandFault("\(answer.id): the answer's grants make no sense")
            }
            granted[grant.what] = sum
        }
    }

    /// One line for a person.
    package var summary: String {
        let grants = granted.sorted { $0.key < $1.key }.map { "\($0.value.grouped) \($0.key)" }
        let gains = grants.isEmpty ? "nothing new" : grants.joined(separator: " and ")
        let old =
            replayed == 0
            ? ""
            : replayed == played
                ? "; all had been played before" : "; \(replayed.grouped) had been played before"
        let refused = refusals.isEmpty ? "" : "; \(refusals.count.grouped) were refused"
        return "\(played.grouped) \(what) of \(members.count.grouped) members: "
            + "\(gains) granted\(old)\(refused)"
    }
}
