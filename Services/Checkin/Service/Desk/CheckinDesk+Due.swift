import CheckinDomain
import Intents
import Outbox
import Primitives
import ServiceHost
import Storage

extension CheckinDesk {
    /// What comes due by itself: days that have ended; operators are told of members for whom they
    /// cannot be decided.
    func dueWork(
        _ relay: Relay,
        _ intents: Intents,
        _ stuck: StuckDues<CheckinDue>
    ) -> DueWork {
        let members = DueSweep<DueMember>()
        return DueWork(
            next: { try $0.nextDue() },
            settle: { try settle(until: $0, limit: $1, members, stuck, $2) },
            isNew: { try $0.hasNoMember() },
            newest: { try $0.newestChange() },
            owed: { try relay.owed($0) + intents.owed($0) },
            rewind: { try programme.rewind(to: $0, $1) }
        )
    }

    /// Decides the days that have ended of the members who were due first, each by itself: one that
    /// cannot be settled is undone, and holds up no other.
    private func settle(
        until now: Instant,
        limit: Int,
        _ members: DueSweep<DueMember>,
        _ stuck: StuckDues<CheckinDue>,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        let rules = try lastingRules(transaction.reads)
        var ids = freshIDs(at: now)
        var batch = DueBatch(room: limit)
        let left = try batch.settle(transaction, members) { last, limit, reads in
            try reads.dueMembers(until: now, after: last, limit: limit)
        } _: { due, transaction in
            var member = try self.member(due.member, at: now, rules, transaction.reads)
            member.settle(to: now, rules)
            try save(member, of: due.member, rules, &ids, transaction)
            return 1
        }
        stuck.report(.day, left) { $0.member.text }
        return batch.settled
    }

    /// New ids of what comes by itself.
    func freshIDs(at now: Instant) -> FreshIDs {
        var generator = SystemRandomNumberGenerator()
        let random = (generator.next() as UInt64, generator.next() as UInt64)
        return FreshIDs { TimeOrderedID(at: now, random: (random.0, random.1 &+ UInt64($0))) }
    }
}

/// A member for whom a day has ended.
private struct DueMember {
    let dueAt: Int64
    let member: MemberID

    init(_ row: borrowing Row) {
        dueAt = row.int(0)
        member = MemberID(validated: row.text(1))
    }
}

extension Snapshot {
    /// When a member is due first, or nil.
    fileprivate borrowing func nextDue() throws -> Instant? {
        try first("SELECT due_at FROM member WHERE due_at IS NOT NULL ORDER BY due_at LIMIT 1") {
            Instant(milliseconds: $0.int(0))
        }
    }

    /// The members who are due until an instant, the first ones first, from behind one on.
    fileprivate borrowing func dueMembers(
        until now: Instant,
        after last: DueMember?,
        limit: Int
    ) throws -> [DueMember] {
        try all(
            """
            SELECT due_at, member FROM member
            WHERE due_at IS NOT NULL AND due_at <= ? AND (due_at, member) > (?, ?)
            ORDER BY due_at, member LIMIT ?
            """,
            .int(now.milliseconds),
            .int(last?.dueAt ?? .min),
            .text(last?.member.text ?? ""),
            .int(Int64(limit)),
            as: DueMember.init
        )
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
