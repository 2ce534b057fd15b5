import GamesClient
import GamesDomain
import Primitives
import Storage
import Wire

/// A prize that somebody has won.
struct Win {
    let member: MemberID
    let play: TimeOrderedID
    let at: Instant
    let prize: PrizeID
    let reward: Reward

    func write(to writer: inout JSONWriter, _ entry: GameEntry) {
        writer.member("prize", prize.text)
        writer.member("title", entry.display.prize(prize).title)
        writer.name("reward")
        reward.write(to: &writer)
        writer.member("at", at.description)
    }
}

/// Where an entry stands among those of a game.
struct EntryPlace {
    let epoch: Int64
    let sequence: Int64

    /// Behind the newest.
    static let newest = EntryPlace(epoch: .max, sequence: .max)

    init(epoch: Int64, sequence: Int64) {
        self.epoch = epoch
        self.sequence = sequence
    }

    /// The place that a cursor names, or nil.
    init?(cursor: String) {
        let parts = cursor.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let epoch = Int64(parts[0]), let sequence = Int64(parts[1]) else {
            return nil
        }
        self.init(epoch: epoch, sequence: sequence)
    }

    var cursor: String { "\(epoch).\(sequence)" }
}

extension Snapshot {
    /// The plays of a lottery that are entered before a place, newest first.
    borrowing func entered(
        _ game: GameID,
        before place: EntryPlace,
        limit: Int
    ) throws -> [PlayRow] {
        try all(
            """
            SELECT id, game, kind, start, state, entry_epoch, sequence, settled_at, outcome, grants,
                member
            FROM play
            WHERE game = ? AND sequence IS NOT NULL AND (entry_epoch, sequence) < (?, ?)
            ORDER BY entry_epoch DESC, sequence DESC LIMIT ?
            """,
            .text(game.text),
            .int(place.epoch),
            .int(place.sequence),
            .int(Int64(limit))
        ) { try PlayRow($0, of: MemberID(validated: $0.text(10))) }
    }
}

extension Snapshot {
    /// What so many plays or rounds of a game have won, newest first, and where the next page
    /// begins; some of them have won nothing.
    borrowing func wins(
        in entry: GameEntry,
        before place: EntryPlace,
        limit: Int
    ) throws -> (wins: [Win], next: EntryPlace?) {
        var pages: [(entry: PlayRow.Entry?, wins: [Win])] = []
        switch entry.kind {
        case .lottery:
            for play in try entered(entry.id, before: place, limit: limit + 1) {
                pages.append((play.entry, try play.wins()))
            }
        case .cardFlip:
            for round in try ended(entry.id, before: place, limit: limit + 1) {
                pages.append((round.ending?.entry, round.wins))
            }
        }
        let last = pages.count > limit ? pages[limit - 1].entry : nil
        return (
            pages.prefix(limit).flatMap(\.wins),
            last.map { EntryPlace(epoch: $0.epoch, sequence: $0.sequence) }
        )
    }
}

extension Reward {
    /// Whether something is handed out for it; further chances are no win.
    fileprivate var isWin: Bool {
        switch self {
        case .nothing, .chances: false
        case .asset, .freezes, .product: true
        }
    }
}

extension RoundRow {
    /// What the round has won, the newest first.
    fileprivate var wins: [Win] {
        guard let ending else { return [] }
        return ending.settlement.wins.reversed().filter(\.reward.isWin).map { face in
            Win(
                member: member,
                play: id,
                at: ending.entry.at,
                prize: face.prize,
                reward: face.reward
            )
        }
    }
}

extension PlayRow {
    /// What the play has won, the newest first.
    func wins() throws -> [Win] {
        guard kind == .lottery, let entry else { return [] }
        return try records.reversed().map(\.outcome.giving).filter(\.reward.isWin).map { giving in
            Win(
                member: member,
                play: id,
                at: entry.at,
                prize: giving.given,
                reward: giving.reward
            )
        }
    }
}

extension MemberID {
    /// The id with all but its first and its last character hidden, always of the same length.
    var masked: String {
        guard text.count > 2, let first = text.first, let last = text.last else { return "***" }
        return "\(first)***\(last)"
    }
}
