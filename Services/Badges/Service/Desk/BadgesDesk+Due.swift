import BadgesDomain
import Logging
import Outbox
import Primitives
import ServiceHost
import Storage

extension BadgesDesk {
    /// What comes due by itself: reviews of levels, then the ends of leaderboards' periods.
    func dueWork(_ relay: Relay) -> DueWork {
        DueWork(
            next: { [try $0.nextDue(), try $0.nextClosing()].compactMap(\.self).min() },
            settle: { now, limit, transaction in
                let due = try transaction.reads.dueMembers(until: now, limit: limit)
                let settled = try bring(due, upTo: now, transaction)
                guard settled == 0 else { return settled }
                return try closeBoard(dueAt: now, atMost: limit, transaction)
            },
            isNew: { try $0.hasNoEvent() },
            owed: { try relay.owed($0) },
            rewind: { try programme.rewind(to: $0, $1) }
        )
    }

    /// Whether another version of the programme has counted any member.
    func isAnyoneBehind(_ reads: borrowing Snapshot) throws -> Bool {
        guard let stamp = try programme.published(reads)?.section.definitions.stamp else {
            return false
        }
        return try !reads.membersCounted(otherwiseThan: stamp, limit: 1).isEmpty
    }

    /// Counts members anew that another version of the programme was counted by.
    ///
    /// - Returns: How many there were.
    func recount(
        atMost limit: Int,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        guard let section = try programme.published(transaction.reads)?.section else { return 0 }
        let members = try transaction.reads.membersCounted(
            otherwiseThan: section.definitions.stamp,
            limit: limit
        )
        return try bring(members, upTo: now, transaction)
    }

    /// Brings members up to date whom nobody touched.
    ///
    /// - Returns: How many there were; those at fault are passed over.
    func bring(
        _ members: [MemberID],
        upTo now: Instant,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        var ids = freshIDs(at: now)
        var count = 0
        for member in members {
            // One that cannot be brought up to date keeps no other from it.
            let result = try transaction.attempt { transaction in
                var turn = try turn(of: member, at: now, transaction)
                try end(&turn, &ids, transaction)
            }
            switch result {
            case .success: count += 1
            case .failure(let error):
                logger.error(
                    "a member cannot be brought up to date, and is passed over",
                    metadata: ["error": "\(error)"]
                )
            }
        }
        return count
    }

    /// New ids of what comes due by itself.
    func freshIDs(at now: Instant) -> FreshIDs {
        var generator = SystemRandomNumberGenerator()
        let random = (generator.next() as UInt64, generator.next() as UInt64)
        return FreshIDs { TimeOrderedID(at: now, random: (random.0, random.1 &+ UInt64($0))) }
    }
}

extension Snapshot {
    fileprivate borrowing func hasNoEvent() throws -> Bool {
        try first("SELECT 1 FROM event_key LIMIT 1") { _ in false } ?? true
    }
}
