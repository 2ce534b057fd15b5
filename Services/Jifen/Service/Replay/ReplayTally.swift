import Wire

/// What became of the events that were played.
package struct ReplayTally: Sendable {
    /// An event that was refused.
    package struct Refusal: Hashable, Sendable {
        /// The event's id.
        package let id: String
        /// The status of HTTP and what the service said.
        package let reason: String
    }

    /// How many events were answered.
    package private(set) var events = 0
    /// How many of them had been played before.
    package private(set) var replayed = 0
    /// What was granted by events that had not been played before, by asset.
    package private(set) var granted: [String: Int64] = [:]
    /// Whose events they were.
    package private(set) var members: Set<String> = []
    /// The events that were refused.
    package private(set) var refusals: [Refusal] = []

    /// Begins with nothing.
    package init() {}

    /// Counts the answer to one event.
    ///
    /// - Throws: `CommandFault` where grants add up to more than there can be.
    package mutating func count(_ result: JSON, of purchase: Purchase) throws(CommandFault) {
        events += 1
        members.insert(purchase.customer)
        if let status = result["status"]?.integer, status >= 400 {
            let problem = result["problem"]
            let words = [problem?["title"]?.text, problem?["detail"]?.text].compactMap(\.self)
            refusals.append(
                Refusal(
                    id: purchase.eventID,
                    reason: (["\(status)"] + words).joined(separator: ": ")
                )
            )
        }
        if result["replayed"] == true {
            replayed += 1
            return
        }
        for grant in result["grants"]?.elements ?? [] {
            guard let asset = grant["asset"]?.text, let amount = grant["amount"]?.integer,
                case let (sum, overflow) =
                    granted[asset, default: 0].addingReportingOverflow(amount), !overflow
            else { throw CommandFault("\(purchase.eventID): the answer's grants make no sense") }
            granted[asset] = sum
        }
    }

    /// One line for a person.
    package var summary: String {
        let grants = granted.sorted { $0.key < $1.key }.map { "\($0.value.grouped) \($0.key)" }
        let gains = grants.isEmpty ? "nothing new" : grants.joined(separator: " and ")
        let old =
            replayed == 0
            ? ""
            : replayed == events
                ? "; all had been played before" : "; \(replayed.grouped) had been played before"
        let refused = refusals.isEmpty ? "" : "; \(refusals.count.grouped) were refused"
        return "\(events.grouped) events of \(members.count.grouped) members: "
            + "\(gains) granted\(old)\(refused)"
    }
}
