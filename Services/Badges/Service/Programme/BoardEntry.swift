import BadgesDomain
import Primitives
import Sections
import Wire

/// A leaderboard with what is shown of it.
struct BoardEntry: Sendable {
    let board: Board
    let title: String
    /// The number by which the store knows it: another one where other things are counted.
    let number: Int64

    /// With `board:` before it and a day behind, an id is the reference of a reward, which has 64
    /// characters.
    private static let longestID = 47
    /// The last rank that can be given a prize.
    private static let lastRank: Int64 = 1_000

    /// `boards: [{id, title?, count or sum …, each or between, prizes?, winners?,
    /// settlingDays?}]`, empty where it is absent.
    static func list(_ reader: inout SectionReader, _ awards: AwardReader) -> [BoardEntry] {
        var known: Set<BoardID> = []
        return reader.list("boards", atMost: 20) { entry in
            let id = entry.ownIdentifier(among: &known, atMost: longestID)
            return read(&entry, id, awards)
        }
    }

    private static func read(
        _ reader: inout SectionReader,
        _ id: BoardID?,
        _ awards: AwardReader
    ) -> BoardEntry? {
        let title = reader.text("title", largest: 128)
        let span = Span.read(&reader)
        if case .rolling = span {
            reader.fault(at: "within", "has no end at which a board could close")
        }
        let measure = Measure.read(&reader, over: span ?? .lifetime)
        var last: Int64 = 0
        let prizes = reader.list("prizes", atMost: 20) { prize(&$0, behind: &last, awards) }
        let winners = reader.integer("winners", in: 1...10_000)
        let settlingDays = reader.integer("settlingDays", in: 0...31)
        if !prizes.isEmpty, span == .lifetime {
            reader.fault(at: "prizes", "are handed out at the end of each or between")
        }
        if !prizes.isEmpty, measure?.countsRewards == true {
            reader.fault(at: "prizes", "cannot stand beside rewards, which count rewards")
        }
        guard let id, span != nil, let measure, reader.isSound else { return nil }
        let board = Board(
            id: id,
            measure: measure,
            prizes: prizes,
            winners: winners ?? 1_000,
            settlingDays: settlingDays ?? 1
        )
        return BoardEntry(
            board: board,
            title: title ?? id.text,
            number: Definitions.number(of: board)
        )
    }

    /// `{to, reward}`: the ranks behind those of the prize before.
    private static func prize(
        _ reader: inout SectionReader,
        behind last: inout Int64,
        _ awards: AwardReader
    ) -> Board.Prize? {
        let to = reader.requiredInteger("to", in: 1...lastRank)
        let award = awards.award("reward", of: &reader)
        if !reader.has("reward") { reader.fault(at: "reward", "is missing") }
        guard let to, let award else { return nil }
        guard to > last else {
            reader.fault(at: "to", "must be behind the rank of the prize before")
            return nil
        }
        defer { last = to }
        return Board.Prize(ranks: (last + 1)...to, award: award)
    }
}

extension BadgesSection {
    /// What would become worse for members who have counted for a leaderboard that is not over.
    ///
    /// - Parameters:
    ///   - earlier: The section in force.
    ///   - now: The instant, by which a campaign is over or not.
    /// - Returns: What is worse, each with its path in this section.
    package func worsenings(since earlier: BadgesSection, at now: Instant) -> [JSONFault] {
        earlier.boards.flatMap { former -> [JSONFault] in
            let board = former.board
            if board.prizes.isEmpty || earlier.isOver(board, at: now) { return [] }
            guard let place = boards.firstIndex(where: { $0.number == former.number }) else {
                let message = "no longer has \(board.id) as it was, whose prizes are to come"
                return [JSONFault(at: "boards", message)]
            }
            var worse: [JSONFault] = []
            let path = "boards[\(place)]"
            if let rank = boards[place].board.firstRank(givenLessThanBy: board) {
                worse.append(JSONFault(at: "\(path).prizes", "give less to rank \(rank)"))
            }
            if boards[place].board.winners < board.winners {
                worse.append(JSONFault(at: "\(path).winners", "were \(board.winners)"))
            }
            if boards[place].board.settlingDays < board.settlingDays {
                let days = board.settlingDays
                worse.append(JSONFault(at: "\(path).settlingDays", "were \(days)"))
            }
            return worse
        }
    }

    /// Whether a campaign's board is closed for good.
    private func isOver(_ board: Board, at now: Instant) -> Bool {
        guard case .campaign = board.measure.span else { return false }
        return closing(of: 0, of: board).map { $0 <= now } ?? false
    }

    /// A leaderboard of the programme, or nil.
    func board(_ id: BoardID) -> BoardEntry? { boards.first { $0.board.id == id } }
}
