import BadgesDomain
import Logging
import Primitives
import ServiceHost
import Storage

extension BadgesDesk {
    /// Closes the period of a leaderboard that is due first, and goes on handing out its prizes.
    ///
    /// Nothing is closed while members are to be counted anew, as the list would lack some: these
    /// come first.
    ///
    /// - Returns: How many members were looked at, at least 1 where anything was done.
    func closeBoard(
        dueAt now: Instant,
        atMost limit: Int,
        _ transaction: borrowing Transaction
    ) throws -> Int {
        guard var period = try transaction.reads.closingPeriod(at: now) else { return 0 }
        let recounted = try recount(room: limit, at: now, transaction).count
        guard recounted == 0 else { return recounted }
        if period.closedAt == nil {
            period.closedAt = now
            logger.info(
                "a leaderboard is closed",
                metadata: ["board": "\(period.name)", "closedAt": "\(now)"]
            )
        }
        let section = try programme.current(transaction.reads).section
        let entry = section.boards.first { $0.number == period.place.board }
        var awards: [Award] = []
        let count = try entry.map {
            try handOutPrizes(of: $0, &period, atMost: limit, at: now, &awards, transaction)
        }
        var tally = DayTally<BadgeNumber>()
        for award in awards { tally.add(award, on: section.zone.day(of: now)) }
        try transaction.count(tally)
        // Of a board that has left the programme nobody knows the prizes.
        if count ?? 0 < limit { period.settledAt = now }
        try transaction.save(period)
        return max(1, count ?? 0)
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
