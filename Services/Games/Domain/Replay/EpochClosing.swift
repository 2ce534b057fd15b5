import Primitives

/// The state in which an epoch was closed, with which its replay must end.
package struct EpochClosing<Key: Hashable & Sendable>: Hashable, Sendable {
    /// The game, as of the last entry.
    package let state: GameState
    /// The players, as of the last entry; one that is missing has never played.
    package let players: [Key: Player]

    /// Joins a game and its players.
    package init(state: GameState, players: [Key: Player]) {
        self.state = state
        self.players = players
    }
}

/// A part of the state in which an epoch was closed.
package enum ClosingPart: Hashable, Sendable {
    /// What of a prize was given, and by how much it was restocked.
    case stock(PrizeID)
    /// How many draws a player has made.
    case draws
    /// How many of each prize a player has.
    case prizes
    /// A player's pity counts.
    case pity
}

extension EpochReplay {
    /// What of a closing state is not as the replay has made it.
    func findings(in closing: EpochClosing<Key>) -> [ReplayFinding<Key>] {
        let prizes = Set(state.stock.keys).union(closing.state.stock.keys)
        let stock = prizes.filter {
            (state.stock[$0] ?? StockCount()) != (closing.state.stock[$0] ?? StockCount())
        }
        let found = stock.map { ReplayFinding<Key>(nil, nil, .closing(.stock($0))) }
        return Set(players.keys).union(closing.players.keys).reduce(into: found) { found, name in
            let parts = Self.differences(players[name], closing.players[name])
            found += parts.map { ReplayFinding(name, nil, .closing($0)) }
        }
    }

    private static func differences(_ own: Player?, _ other: Player?) -> [ClosingPart] {
        var parts: [ClosingPart] = []
        if own?.draws ?? 0 != other?.draws ?? 0 { parts.append(.draws) }
        if own?.prizes ?? [:] != other?.prizes ?? [:] { parts.append(.prizes) }
        if own?.pity ?? [:] != other?.pity ?? [:] { parts.append(.pity) }
        return parts
    }
}
