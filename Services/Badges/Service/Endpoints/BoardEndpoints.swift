import Access
import BadgesDomain
import Primitives
import Problems
import ServiceHost
import Storage
import Wire

/// The leaderboards, and who is hidden on them.
struct BoardEndpoints: Sendable {
    let store: Store
    let desk: BadgesDesk
    let stamps: Stamps
    let now: @Sendable () -> Instant

    private static let readers = Endpoint.Audience.roles([.member, .service, .operator, .viewer])

    var endpoints: [Endpoint] {
        [
            Endpoint(.get, "/v1/leaderboards", for: Self.readers) { try list($0) },
            Endpoint(
                .get,
                "/v1/leaderboards/{board}",
                for: Self.readers,
                query: ["around", "period", "after", "limit"]
            ) { try show($0) },
            Endpoint(
                .get,
                "/v1/leaderboards/{board}/periods",
                for: Self.readers,
                query: ["after", "limit"]
            ) { try periods($0) },
            Endpoint(
                .put,
                "/v1/members/{member}/leaderboards",
                for: .roles([.member, .service, .operator])
            ) { try await hide($0) },
        ]
    }

    private func list(_ exchange: borrowing Exchange) throws -> Reply {
        let caller = try exchange.caller
        let own = caller.role == .member ? MemberID(caller.subject) : nil
        let now = now()
        let ranks = try store.read { reads in
            let section = try desk.programme.current(reads).section
            let today = section.zone.day(of: now)
            return try section.boards.map { entry in
                let period = entry.board.period(on: nil, today: today) ?? 0
                return try RankStanding(entry, period, of: own, reads)
            }
        }
        return .json { writer in
            writer.member("asOf", now.description)
            writer.name("items")
            writer.array(ranks) { writer, rank in
                writer.object { writer in
                    rank.writeHead(to: &writer)
                    if own != nil { rank.writeRank(to: &writer) }
                }
            }
        }
    }

    private func show(_ exchange: borrowing Exchange) throws -> Reply {
        let wish = try wish(exchange)
        let day = try exchange.query("period").map { text throws(JSONFault) in
            guard let day = CalendarDay(text) else {
                throw JSONFault(at: "period", "must be a day of the period, YYYY-MM-DD")
            }
            return day
        }
        let now = now()
        let id = exchange.parameter("board")
        let page = try store.read { reads in
            let section = try desk.programme.current(reads).section
            let entry = try section.board(named: id)
            let today = section.zone.day(of: now)
            guard let period = entry.board.period(on: day, today: today) else {
                throw Problem(.notFound, "the board has no period on this day")
            }
            return try BoardPage(entry, period, wish, at: now, section, reads)
        }
        return .json { page.write(to: &$0) }
    }

    private func wish(_ exchange: borrowing Exchange) throws -> BoardPage.Wish {
        let caller = try exchange.caller
        let isMember = caller.role == .member
        var member = isMember ? MemberID(caller.subject) : nil
        let around = exchange.query("around")
        if let around, !isMember {
            guard let named = MemberID(around), around != "me" else {
                throw JSONFault(at: "around", "must be a member's id")
            }
            member = named
        } else if let around, around != "me", around != caller.subject {
            throw JSONFault(at: "around", "must be me")
        }
        let after = try exchange.place(from: ListPlace.first, ListPlace.init(cursor:))
        return BoardPage.Wish(
            member: member,
            isAround: around != nil,
            namesHidden: !isMember,
            after: after,
            limit: try exchange.limit()
        )
    }

    private func periods(_ exchange: borrowing Exchange) throws -> Reply {
        let limit = try exchange.limit()
        let before = try exchange.place(from: Int64.max) { Int64($0) }
        let now = now()
        let id = exchange.parameter("board")
        let (found, ranks) = try store.read { reads in
            let entry = try desk.programme.current(reads).section.board(named: id)
            let place = BoardPlace(board: entry.number, period: before)
            let found = try reads.boardPeriods(before: place, limit: limit + 1)
            return (
                found,
                try found.prefix(limit).map {
                    try RankStanding(entry, $0.place.period, of: nil, reads)
                }
            )
        }
        return .json { writer in
            writer.name("items")
            writer.array(Array(zip(found, ranks))) { writer, item in
                writer.object { writer in
                    item.1.writeHead(to: &writer)
                    writer.member("closesAt", ifPresent: item.0.closesAt?.description)
                    let closedAt = item.0.frozenAt(asOf: now)
                    writer.member("closedAt", ifPresent: closedAt?.description)
                    writer.member("settledAt", ifPresent: item.0.settledAt?.description)
                    writer.member("winners", item.0.winners)
                }
            }
            if found.count > limit { writer.member("next", ifPresent: ranks.last?.place.cursor) }
        }
    }

    private func hide(_ exchange: borrowing Exchange) async throws -> Reply {
        let member = try exchange.member()
        var reader = try ObjectReader(try exchange.json())
        guard case .bool(let isHidden) = reader.take("hidden") else {
            throw JSONFault(at: reader.path(of: "hidden"), "must be true or false")
        }
        try reader.finish()
        let stamp = try stamps.stamp(exchange)
        try await store.write(deadline: exchange.deadline) { [desk] transaction in
            _ = try desk.programme.current(transaction.reads)
            try transaction.hide(member, isHidden, at: stamp.now)
            try transaction.record(
                OperatorAction("leaderboards.put", on: "member:\(member.text)", stamp)
            )
        }
        return .json { writer in
            writer.member("member", member.text)
            writer.member("hidden", isHidden)
        }
    }
}

extension BadgesSection {
    /// The leaderboard of a name.
    ///
    /// - Parameter name: The name.
    /// - Returns: The leaderboard.
    /// - Throws: A `Problem` where there is none.
    fileprivate func board(named name: String) throws -> BoardEntry {
        guard let entry = BoardID(name).flatMap({ board($0) }) else {
            throw Problem(.notFound, "there is no such leaderboard")
        }
        return entry
    }
}

extension BoardPlace {
    /// The period as a cursor of the list of a board's periods.
    fileprivate var cursor: String { "\(period)" }
}
