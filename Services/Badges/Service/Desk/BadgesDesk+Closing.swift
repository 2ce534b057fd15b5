import BadgesDomain
import Logging
import Primitives
import ServiceHost
import Storage

extension BadgesDesk {
    /// Closes the periods of leaderboards that are due, the first ones first, and goes on handing
    /// out their prizes; one for which that cannot be done holds up no other.
    ///
    /// Nothing is closed while members are to be counted anew, as the list would lack some: these
    /// come first, but for those who cannot be.
    ///
    /// - Returns: How many members were looked at, at least 1 where anything was done.
    func closeBoards(
        dueAt now: Instant,
        atMost limit: Int,
        _ stuck: StuckDues<BadgesDue>,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        let due = try transaction.reads.closingPeriods(at: now, after: nil, limit: 1)
        guard !due.isEmpty else { return 0 }
        let (recounted, behind) = try recount(room: limit, at: now, transaction)
        stuck.report(.recount, behind) { $0.member.text }
        guard recounted == 0, behind.isAll else { return max(1, recounted) }
        let section = try programme.current(transaction.reads).section
        var tally = DayTally<BadgeNumber>()
        var room = limit
        var batch = DueBatch(room: limit)
        let left = try batch.settle(transaction, closings) { last, limit, reads in
            try reads.closingPeriods(at: now, after: last, limit: limit)
        } _: { period, transaction in
            let (size, awards) = try close(period, section, atMost: room, at: now, transaction)
            for award in awards { tally.add(award, on: section.zone.day(of: now)) }
            room -= size
            return size
        }
        transaction.count(tally)
        stuck.report(.board, left) { "\($0.name) \($0.place.period)" }
        return limit - room
    }

    /// Closes a period, and hands out prizes behind the place until which they are handed out.
    ///
    /// - Returns: How many members were looked at, at least 1, and what they were given.
    private func close(
        _ former: BoardPeriod,
        _ section: BadgesSection,
        atMost limit: Int,
        at now: Instant,
        _ transaction: borrowing Transaction
    ) throws -> (size: Int, awards: [Award]) {
        var period = former
        period.closedAt = former.closedAt ?? now
        let entry = section.boards.first { $0.number == former.place.board }
        var awards: [Award] = []
        let count = try entry.map {
            try handOutPrizes(of: $0, &period, atMost: limit, at: now, &awards, transaction)
        }
        // Of a board that has left the programme nobody knows the prizes.
        if count ?? 0 < limit { period.settledAt = now }
        try transaction.save(period)
        if former.closedAt == nil {
            logger.info(
                "a leaderboard is closed",
                metadata: ["board": "\(period.name)", "closedAt": "\(now)"]
            )
        }
        return (max(1, count ?? 0), awards)
    }

    /// Hands out prizes behind the place until which they are handed out, and names their awards.
    ///
    /// - Returns: How many places were gone through: less than `limit` where all is handed out.
    private func handOutPrizes(
        of entry: BoardEntry,
        _ period: inout BoardPeriod,
        atMost limit: Int,
        at now: Instant,
        _ awards: inout [Award],
        _ transaction: borrowing Transaction
    ) throws -> Int {
        var ids = freshIDs(at: now)
        let board = entry.board
        guard let day = board.measure.span.lastDay(of: period.place.period) else { return 0 }
        let scores = try transaction.reads.scores(
            behind: period.last,
            in: period.place,
            limit: limit
        )
        var rank = try transaction.reads.members(above: period.last.value, in: period.place) + 1
        for (index, score) in scores.enumerated() {
            if score.value != period.last.value { rank = period.listed + 1 }
            guard rank <= board.lastRank, period.winners < board.winners else { return index }
            let award = board.award(for: rank)
            if !award.items.isEmpty {
                period.winners += 1
                let isNews = try hand(
                    out: award,
                    for: entry.title,
                    "board:\(board.id):\(day)",
                    to: MemberID(validated: score.member),
                    at: now,
                    &ids,
                    transaction
                )
                if isNews { awards.append(award) }
            }
            period.listed += 1
            period.last = score
        }
        return scores.count
    }
}
