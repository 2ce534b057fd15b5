import BadgesDomain
import Primitives
import ServiceHost
import Storage

extension BadgesDesk {
    /// Brings a member's score up to date after a count has changed, unless the period is closed.
    func rank(
        _ value: Int64,
        of entry: BoardEntry,
        in period: Int64,
        at occurredAt: Instant,
        _ turn: Turn,
        _ transaction: borrowing Transaction
    ) throws {
        let place = BoardPlace(board: entry.number, period: period)
        guard try isOpen(entry, place, turn, transaction) else { return }
        let former = try transaction.reads.score(of: turn.member, in: place)
        let reachedAt = max(former?.reachedAt ?? occurredAt, occurredAt)
        try rank(value, of: turn.member, since: reachedAt, replacing: former, place, transaction)
    }

    /// Brings all scores of a member in open periods up to date after it was counted anew.
    func rank(
        _ count: MemberCount,
        _ turn: Turn,
        _ transaction: borrowing Transaction
    ) throws {
        var former = try transaction.reads.openScores(of: turn.member)
        for (counted, value) in count.values {
            let number = Definitions.number(of: counted.measure)
            for entry in turn.section.definitions.measures[number]?.boards ?? [] {
                let place = BoardPlace(board: entry.number, period: counted.period)
                guard try isUnclosed(entry, place, turn, transaction) else { continue }
                try rank(
                    value,
                    of: turn.member,
                    since: count.latest[counted] ?? turn.now,
                    replacing: former.removeValue(forKey: place),
                    place,
                    transaction
                )
            }
        }
        // What is left is of boards that count something else now, or of events that were undone.
        for (place, score) in former {
            try transaction.put(nil, of: turn.member, replacing: score, in: place)
        }
    }

    private func rank(
        _ value: Int64,
        of member: MemberID,
        since reachedAt: Instant,
        replacing former: Score?,
        _ place: BoardPlace,
        _ transaction: borrowing Transaction
    ) throws {
        let score = Score(member: member.text, value: value, reachedAt: reachedAt)
        guard score != former else { return }
        try transaction.put(value > 0 ? score : nil, of: member, replacing: former, in: place)
    }

    /// Whether a period may still be counted anew: until it is closed, as that waits for it.
    private func isUnclosed(
        _ entry: BoardEntry,
        _ place: BoardPlace,
        _ turn: Turn,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        if let known = try transaction.reads.boardPeriod(place) { return known.closedAt == nil }
        return try isOpen(entry, place, turn, transaction)
    }

    /// Whether a period still takes events; one that begins to is noted.
    private func isOpen(
        _ entry: BoardEntry,
        _ place: BoardPlace,
        _ turn: Turn,
        _ transaction: borrowing Transaction
    ) throws -> Bool {
        if let known = try transaction.reads.boardPeriod(place) {
            return known.isOpen(at: turn.now)
        }
        let closesAt = turn.section.closing(of: place.period, of: entry.board)
        let period = BoardPeriod(
            place: place,
            name: entry.board.id.text,
            closesAt: closesAt
        )
        // What is told of a period that was over before anybody had a score is history.
        guard period.isOpen(at: turn.now) else { return false }
        try transaction.save(period)
        return true
    }
}

extension BadgesSection {
    /// When a period of a leaderboard closes, in the programme's zone, or nil for never.
    func closing(of period: Int64, of board: Board) -> Instant? {
        board.closingDay(of: period).map { zone.start(of: $0) }
    }
}
