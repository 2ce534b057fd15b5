import Wire

/// How a service's ways to its neighbours fare, as its outbox says.
package struct OutboxReading: Sendable {
    /// The way to one neighbour.
    package struct Way: Sendable {
        /// The neighbour's name.
        package let name: String
        /// `running`, `failing`, `stopped`, or `absent` where its address is not set.
        package let state: String
        /// What was seen last where it does not fare well.
        package let detail: String?
        /// How many messages are still to be delivered.
        package let owed: Int64
        /// How many only an operator can bring on.
        package let parked: Int64
        /// For how many seconds the first of them has been owed.
        package let oldestSeconds: Int64

        /// A line for a person.
        package var line: String {
            var line = "\(name): \(state), \(owed.grouped) owed, \(parked.grouped) parked"
            if owed > 0 { line += ", the oldest for \(oldestSeconds.grouped) s" }
            return line + (detail.map { " (\($0))" } ?? "")
        }
    }

    /// From what age on, in seconds, what is owed is taken for stuck.
    private static let stuckSeconds: Int64 = 60

    /// The ways, in the order in which the service lists them.
    package let ways: [Way]

    /// Reads a service's answer to `GET /v1/outbox`.
    package init(_ json: JSON) {
        ways = (json["neighbours"]?.elements ?? []).map { way in
            Way(
                name: way["name"]?.text ?? "",
                state: way["state"]?.text ?? "",
                detail: way["detail"]?.text,
                owed: way["owed"]?.integer ?? 0,
                parked: way["parked"]?.integer ?? 0,
                oldestSeconds: way["oldestSeconds"]?.integer ?? 0
            )
        }
    }

    /// What is to be said where all is well.
    ///
    /// Messages for a neighbour that is not there wait, which is no fault.
    ///
    /// - Throws: `CommandFault` that names what is parked, stopped or stuck.
    package func verdict() throws(CommandFault) -> String {
        let faults = ways.filter { way in
            let isStuck = way.state != "absent" && way.owed > 0
            return way.parked > 0 || way.state == "stopped"
                || isStuck && way.oldestSeconds >= Self.stuckSeconds
        }
        guard faults.isEmpty else {
            let advice = faults.contains { $0.parked > 0 } ? "; `jifen outbox` lists them" : ""
            throw CommandFault(faults.map(\.line).joined(separator: "; ") + advice)
        }
        return ways.map(\.line).joined(separator: "; ")
    }
}
