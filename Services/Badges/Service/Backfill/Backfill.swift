import BadgesDomain
import Primitives
import ServiceHost
import Storage

/// Brings members up to date, page by page, and says how many of them got a badge by that.
struct Backfill: Sendable {
    /// For how long members are brought up to date in one page.
    private static let longest = Duration.seconds(1)
    /// How many members one commit brings up to date; fewer where their events are many.
    private static let batch = 50

    let store: Store
    let desk: BadgesDesk

    /// Brings a page of members up to date, or fewer where its time is over.
    ///
    /// - Throws: `JSONFault` where there is no such badge; a `Problem` where nothing is published;
    ///   `StorageError`. What was done up to then stays.
    func page(
        _ request: BackfillRequest,
        _ stamp: Stamp,
        until deadline: ContinuousClock.Instant
    ) async throws -> BackfillPage {
        let badge = try store.read { reads in
            try desk.programme.current(reads).section.badge(request.badge).badge
        }
        let end = ContinuousClock.now + Self.longest
        var page = BackfillPage(tally: BackfillTally(of: badge), after: request.after)
        repeat {
            let (last, room) = (page.last, min(page.room(of: request), Self.batch))
            let batch = try await store.write(weight: Store.wholeGroup, deadline: deadline) {
                try bring(badge, after: last, room: room, stamp, $0)
            }
            page.tally.add(batch.tally)
            page.last = batch.last
            page.isLast = batch.isLast
        } while page.next != nil && page.room(of: request) > 0 && ContinuousClock.now < end
        return page
    }

    /// Brings some members up to date in one commit.
    private func bring(
        _ badge: Badge,
        after last: String,
        room: Int,
        _ stamp: Stamp,
        _ transaction: borrowing Transaction
    ) throws -> BackfillPage {
        var page = BackfillPage(tally: BackfillTally(of: badge), after: last)
        var ids = desk.freshIDs(at: stamp.now)
        var batch = DueBatch(room: room, countsStuck: true)
        let stuck = try batch.settle(
            transaction,
            DueSweep<MemberID>(),
            { (former: MemberID?, limit, reads) in
                try reads.levels(after: former?.text ?? last, limit: limit).map(\.0)
            }
        ) { member, transaction in
            page.last = member.text
            let held = try transaction.reads.tiers(of: badge.id, heldBy: member)
            let fresh = try transaction.reads.unrewarded(badge.tiers.map(\.id), of: badge, member)
            let size = try desk.bring(member, upTo: stamp.now, &ids, transaction)
            let now = try transaction.reads.tiers(of: badge.id, heldBy: member)
            let given = now.subtracting(held)
            page.tally.add(
                BackfillTally.Change(
                    held: held,
                    given: given,
                    taken: held.subtracting(now),
                    rewarded: given.intersection(fresh)
                )
            )
            return size
        }
        page.tally.skipped = Int64(stuck.rows.count)
        page.isLast = stuck.isComplete
        if page.tally.changes > 0 || last.isEmpty {
            try transaction.record(OperatorAction("backfill", on: "badge:\(badge.id)", stamp))
        }
        return page
    }
}
