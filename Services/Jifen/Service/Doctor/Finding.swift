import Wire

/// What one check of one service has found.
package struct Finding: Hashable, Sendable {
    /// What is checked.
    package enum Check: String, CaseIterable, Sendable {
        /// Whether the service answers and is ready.
        case reachable
        /// Whether its store's file is sound.
        case store
        /// Whether what it owes its neighbours gets through.
        case outbox
        /// Whether each entry of the ledger follows from the one before.
        case chain
        /// Whether balances and lots are what the journal makes of them.
        case ledger
        /// Whether streaks are what the days make of them.
        case streaks
        /// Whether counts are what the events make of them.
        case counts
        /// Whether stock, entries and charges are what the plays make of them.
        case plays
        /// Whether the newest epochs that are published can be drawn again.
        case draws
        /// Whether no charge waits for a person.
        case intents
    }

    /// The service's name.
    package let service: String
    /// What was checked.
    package let check: Check
    /// Whether it is well.
    package let isWell: Bool
    /// What was seen, for a person.
    package let detail: String

    /// Says what a check has found.
    package init(service: String, check: Check, isWell: Bool, detail: String) {
        self.service = service
        self.check = check
        self.isWell = isWell
        self.detail = detail
    }

    /// A line for a person.
    package var line: String {
        "\(isWell ? "ok   " : "fault") \(service): \(check.rawValue): \(detail)"
    }

    /// All findings for a machine: `{"well", "findings": [{"service", "check", "well", …}]}`.
    package static func report(_ findings: [Finding]) -> [UInt8] {
        var writer = JSONWriter()
        writer.object { writer in
            writer.member("well", findings.allSatisfy(\.isWell))
            writer.name("findings")
            writer.array(findings) { writer, finding in
                writer.object { writer in
                    writer.member("service", finding.service)
                    writer.member("check", finding.check.rawValue)
                    writer.member("well", finding.isWell)
                    writer.member("detail", finding.detail)
                }
            }
        }
        return writer.bytes
    }
}

extension Finding.Check {
    /// Whether a service has what is checked.
    func concerns(_ member: SuiteMember) -> Bool {
        switch self {
        case .reachable, .store: true
        case .outbox: !member.neighbours.isEmpty
        case .chain, .ledger: member.keeps.contains(.ledger)
        case .streaks: member.keeps.contains(.streaks)
        case .counts: member.keeps.contains(.counts)
        case .plays, .draws: member.keeps.contains(.games)
        case .intents: member.keeps.contains(.intents)
        }
    }
}
