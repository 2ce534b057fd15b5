import BadgesDomain
import Logging
import Primitives
import ServiceHost
import Storage

extension BadgesDesk {
    /// How many events are read in the time that another member takes.
    private static let eventsLikeOneMember = 100

    /// Whether another version of the programme has counted any member.
    func isAnyoneBehind(_ reads: borrowing Snapshot) throws -> Bool {
        guard let stamp = try programme.published(reads)?.section.definitions.stamp else {
            return false
        }
        return try !reads.membersCounted(otherwiseThan: stamp, after: nil, limit: 1).isEmpty
    }

    /// Counts members anew that another version of the programme was counted by.
    ///
    /// - Parameters:
    ///   - room: How many members at most; fewer where their events are many.
    ///   - now: The instant that it is.
    ///   - transaction: Where they are counted.
    /// - Returns: How many there were, and those who cannot be counted.
    /// - Throws: `StorageError` where nobody can be.
    func recount(
        room: Int,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws -> (count: Int, stuck: DueBatch.Stuck<DueMember>) {
        guard let section = try programme.published(transaction.reads)?.section else {
            return (0, .none)
        }
        let stamp = section.definitions.stamp
        return try bring(
            { try $2.membersCounted(otherwiseThan: stamp, after: $0, limit: $1) },
            recounts,
            of: stamp,
            room: room,
            upTo: now,
            transaction
        )
    }

    /// Brings members up to date whom nobody touched, each by itself.
    ///
    /// - Returns: How many there were, and those at fault, who keep nobody else from it.
    func bring(
        _ members: (DueMember?, Int, borrowing Snapshot) throws -> [DueMember],
        _ sweep: DueSweep<DueMember>,
        of list: Int64 = 0,
        room: Int,
        upTo now: Instant,
        _ transaction: borrowing Transaction
    ) throws -> (count: Int, stuck: DueBatch.Stuck<DueMember>) {
        var ids = freshIDs(at: now)
        var batch = DueBatch(room: room)
        let stuck = try batch.settle(transaction, sweep, of: list, members) { row, transaction in
            try bring(row.member, upTo: now, &ids, transaction)
        }
        return (batch.settled, stuck)
    }

    /// Brings one member up to date in the request that asks for it; one that cannot be stays as
    /// it is.
    func bring(
        _ member: MemberID,
        upTo now: Instant,
        _ transaction: borrowing Transaction
    ) throws {
        var ids = freshIDs(at: now)
        let result = try transaction.attempt { transaction in
            _ = try bring(member, upTo: now, &ids, transaction)
        }
        guard case .failure(let error) = result else { return }
        logger.error(
            "a member cannot be brought up to date, and is shown as it was",
            metadata: ["error": "\(error)"]
        )
    }

    /// Brings one member up to date.
    ///
    /// - Returns: For how many members this was work, by the events that were read.
    func bring(
        _ member: MemberID,
        upTo now: Instant,
        _ ids: inout FreshIDs,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        var turn = try turn(of: member, at: now, transaction)
        try end(&turn, &ids, transaction)
        transaction.count(turn.tally)
        return 1 + turn.eventsRead / Self.eventsLikeOneMember
    }
}
