import BadgesDomain
import Primitives
import Sections
import Storage
import Wire

/// A leaderboard in one period: a part of its list, and the neighbourhood of one member.
struct BoardPage {
    /// How many members before and behind one are its neighbourhood.
    private static let neighbours = 5

    /// Who asks, and what for.
    struct Wish {
        /// Whose place is asked for.
        let member: MemberID?
        /// Whether the places around it are asked for too.
        let isAround: Bool
        /// Whether hidden members are named.
        let namesHidden: Bool
        /// Where the list goes on.
        let after: ListPlace
        let limit: Int
    }

    /// A place of the list with its rank.
    struct Place {
        let rank: Int64
        let score: Score
    }

    let asOf: Instant
    let wish: Wish
    let standing: RankStanding
    let closesAt: Instant?
    let closedAt: Instant?
    let places: [Place]
    let around: [Place]
    /// Where the list goes on, if it does.
    let next: ListPlace?

    init(
        _ entry: BoardEntry,
        _ period: Int64,
        _ wish: Wish,
        at now: Instant,
        _ section: BadgesSection,
        _ reads: borrowing Snapshot
    ) throws {
        asOf = now
        self.wish = wish
        standing = try RankStanding(entry, period, of: wish.member, reads)
        let known =
            try reads.boardPeriod(standing.place)
            ?? BoardPeriod(
                place: standing.place,
                name: entry.board.id.text,
                closesAt: section.closing(of: period, of: entry.board)
            )
        closesAt = known.closesAt
        closedAt = known.frozenAt(asOf: now)
        let list = try reads.scores(
            behind: wish.after.start,
            skipping: wish.after.skipped,
            in: standing.place,
            limit: wish.limit + 1
        )
        places = try reads.places(list.prefix(wish.limit), in: standing.place)
        next = list.count > wish.limit ? wish.after.behind(list.prefix(wish.limit)) : nil
        guard wish.isAround, let own = standing.score else {
            around = []
            return
        }
        let before = try reads.scores(before: own, in: standing.place, limit: Self.neighbours)
        let behind = try reads.scores(behind: own, in: standing.place, limit: Self.neighbours)
        around = try reads.places(before.reversed() + [own] + behind, in: standing.place)
    }

    /// Writes the members of the page.
    func write(to writer: inout JSONWriter) {
        let board = standing.entry.board
        writer.member("asOf", asOf.description)
        standing.writeHead(to: &writer)
        writer.member("closesAt", ifPresent: closesAt?.description)
        writer.member("closedAt", ifPresent: closedAt?.description)
        writer.member("winners", board.winners)
        writer.name("prizes")
        writer.array(board.prizes) { writer, prize in
            writer.object { writer in
                writer.member("from", prize.ranks.lowerBound)
                writer.member("to", prize.ranks.upperBound)
                writer.name("reward")
                writer.array(prize.award.items) { $1.write(to: &$0) }
            }
        }
        write("items", places, to: &writer)
        writer.member("next", ifPresent: next?.cursor)
        guard let member = wish.member else { return }
        writer.name("own")
        writer.object { writer in
            writer.member("member", member.text)
            standing.writeRank(to: &writer)
        }
        if wish.isAround { write("around", around, to: &writer) }
    }

    private func write(_ name: StaticString, _ places: [Place], to writer: inout JSONWriter) {
        writer.name(name)
        writer.array(places) { writer, place in
            let isOwn = place.score.member == wish.member?.text
            writer.object { writer in
                writer.member("rank", place.rank)
                if isOwn || wish.namesHidden || !place.score.isHidden {
                    writer.member("member", place.score.member)
                }
                writer.member("value", place.score.value)
                writer.member("reachedAt", place.score.reachedAt.description)
                writer.member("own", isOwn)
            }
        }
    }
}

extension Snapshot {
    /// Places that follow one another in a list, with their ranks.
    fileprivate borrowing func places(
        _ scores: some Sequence<Score>,
        in period: BoardPlace
    ) throws -> [BoardPage.Place] {
        var places: [BoardPage.Place] = []
        // How many of the last value there are, once all of them are known to stand here.
        var equals: Int64?
        for score in scores {
            guard let last = places.last else {
                let rank = try members(above: score.value, in: period) + 1
                places.append(.init(rank: rank, score: score))
                continue
            }
            if last.score.value == score.value {
                places.append(.init(rank: last.rank, score: score))
                equals = equals.map { $0 + 1 }
            } else {
                let rank =
                    try equals.map { last.rank + $0 } ?? members(above: score.value, in: period)
                    + 1
                places.append(.init(rank: rank, score: score))
                equals = 1
            }
        }
        return places
    }
}
