import BadgesDomain
import Outbox
import Primitives
import ServiceHost
import Storage
import Wire

extension BadgesDesk {
    /// Keeps what a host says of a member, and tells those who need it what has changed.
    ///
    /// - Returns: All that is known now, by name.
    func keep(
        _ facts: Facts,
        of member: MemberID,
        at now: Instant,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> [(name: String, value: JSON)] {
        _ = try programme.current(transaction.reads)
        for (name, value) in facts.parts {
            let known = try transaction.reads.fact(name, of: member)
            guard (known?.value ?? .null) != value else { continue }
            let version = (known?.version ?? 0) + 1
            try transaction.put(name, of: member, version: version, value)
            guard let trait = name.trait else { continue }
            for listener in listeners {
                let told = OutboxMessage(
                    ids.next(),
                    to: listener,
                    by: .traits,
                    about: member,
                    owedAt: now
                ) { writer in
                    writer.member("member", member.text)
                    writer.name(trait)
                    writer.object { writer in
                        writer.name("value")
                        writer.value(value == .null ? name.nothing : value)
                        writer.member("version", version)
                    }
                }
                try transaction.owe(told, doorbell)
            }
        }
        return try transaction.reads.facts(of: member)
    }
}
