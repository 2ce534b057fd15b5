import BadgesDomain
import Primitives
import Storage
import Wire

/// How a member stands on a leaderboard in one period.
struct RankStanding {
    let entry: BoardEntry
    let place: BoardPlace
    /// How many members have a score.
    let members: Int64
    /// What the member has, or nil for nothing.
    let score: Score?
    /// Its rank, where it has anything.
    let rank: Int64?

    init(
        _ entry: BoardEntry,
        _ period: Int64,
        of member: MemberID?,
        _ reads: borrowing Snapshot
    ) throws {
        let place = BoardPlace(board: entry.number, period: period)
        self.entry = entry
        self.place = place
        let extent = try reads.extent(of: place)
        members = extent.members
        let score = try member.map { try reads.score(of: $0, in: place) } ?? nil
        self.score = score
        rank = try score.map { score in
            try reads.members(above: score.value, upTo: extent.largest, in: place) + 1
        }
    }

    /// Writes which period of which board it is.
    func writeHead(to writer: inout JSONWriter) {
        let span = entry.board.measure.span
        writer.member("board", entry.board.id.text)
        writer.member("title", entry.title)
        writer.member("from", ifPresent: span.firstDay(of: place.period)?.description)
        writer.member("to", ifPresent: span.lastDay(of: place.period)?.description)
        writer.member("members", members)
    }

    /// Writes `rank` and `value`: no rank where the member has nothing.
    func writeRank(to writer: inout JSONWriter) {
        if let rank { writer.member("rank", rank) }
        writer.member("value", score?.value ?? 0)
    }
}

extension Snapshot {
    /// How a member stands on each leaderboard that has a period on a day.
    borrowing func ranks(
        of member: MemberID,
        on today: CalendarDay,
        _ section: BadgesSection
    ) throws -> [RankStanding] {
        var ranks: [RankStanding] = []
        for entry in section.boards {
            guard let period = entry.board.measure.span.period(of: today) else { continue }
            ranks.append(try RankStanding(entry, period, of: member, self))
        }
        return ranks
    }
}
