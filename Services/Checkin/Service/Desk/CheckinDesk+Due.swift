import CheckinDomain
import Intents
import Outbox
import Primitives
import ServiceHost
import Storage

extension CheckinDesk {
    /// What comes due by itself: days that have ended.
    func dueWork(_ relay: Relay, _ intents: Intents) -> DueWork {
        DueWork(
            next: { try $0.nextDue() },
            settle: { try settle(until: $0, limit: $1, $2) },
            isNew: { try $0.hasNoMember() },
            newest: { try $0.newestChange() },
            owed: { try relay.owed($0) + intents.owed($0) },
            rewind: { try programme.rewind(to: $0, $1) }
        )
    }

    /// Decides the days that have ended of the members who were due first.
    private func settle(
        until now: Instant,
        limit: Int,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        let due = try transaction.reads.dueMembers(until: now, limit: limit)
        guard !due.isEmpty else { return 0 }
        let rules = try lastingRules(transaction.reads)
        for id in due {
            var member = try member(id, at: now, rules, transaction.reads)
            member.settle(to: now, rules)
            var generator = SystemRandomNumberGenerator()
            let random = (generator.next() as UInt64, generator.next() as UInt64)
            var ids = FreshIDs {
                TimeOrderedID(at: now, random: (random.0, random.1 &+ UInt64($0)))
            }
            try save(member, of: id, rules, &ids, transaction)
        }
        return due.count
    }
}

extension Snapshot {
    /// When a member is due first, or nil.
    fileprivate borrowing func nextDue() throws -> Instant? {
        try first("SELECT due_at FROM member WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1") {
            Instant(milliseconds: $0.int(0))
        }
    }

    /// The members who are due until an instant, the first ones first.
    fileprivate borrowing func dueMembers(until now: Instant, limit: Int) throws -> [MemberID] {
        try all(
            """
            SELECT member FROM member WHERE due_at IS NOT NULL AND due_at <= ?
            ORDER BY due_at, member LIMIT ?
            """,
            .int(now.milliseconds),
            .int(Int64(limit))
        ) { MemberID(validated: $0.text(0)) }
    }

    fileprivate borrowing func hasNoMember() throws -> Bool {
        try first("SELECT 1 FROM member LIMIT 1") { _ in false } ?? true
    }

    /// When the newest check-in was stored, or nil.
    fileprivate borrowing func newestChange() throws -> Instant? {
        try first("SELECT MAX(opened_at) FROM member") {
            $0.optionalInt(0).map(Instant.init(milliseconds:))
        } ?? nil
    }
}
