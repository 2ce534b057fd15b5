import Primitives

/// The replay of one epoch of a game from its opening state, which finds what is not right.
///
/// Entries are given in the order in which they were settled. Plays of the epoch before that were
/// settled in this one are replayed too, from their own seed and by their own rules. After a
/// fault the replay goes on from what is right, so that one changed record is one finding.
package struct EpochReplay<Key: Hashable & Sendable>: Sendable {
    /// The epoch's number.
    package let epoch: Int64
    /// When it began; plays of epochs before are counted in the opening state.
    package let opened: Instant
    /// The game, as of the entries replayed so far.
    package internal(set) var state: GameState
    /// The players, as of the entries replayed so far.
    package internal(set) var players: [Key: Player]
    /// The rounds that are open.
    package internal(set) var rounds: [Key: [RoundName: Round]]
    let openingPlayers: [Key: Player]
    let openingReserved: Int64
    var nonces: [Key: [ClosedRange<Int64>]] = [:]
    var plays: [Key: [CountedPlay]] = [:]
    /// The periods in which each player has begun a play.
    var begun: [Key: Set<PlayPeriod>] = [:]
    /// When the newest entry was settled.
    var latest: Instant

    /// Begins a replay.
    ///
    /// - Parameters:
    ///   - epoch: The epoch's number.
    ///   - opened: When it began.
    ///   - state: The game as it was then.
    ///   - players: The players as they were then; one that is missing was new.
    ///   - rounds: The rounds of a card flip that were open then.
    package init(
        epoch: Int64,
        opened: Instant,
        state: GameState,
        players: [Key: Player],
        rounds: [Key: [RoundName: Round]] = [:]
    ) {
        self.epoch = epoch
        self.opened = opened
        self.state = state
        self.players = players
        self.rounds = rounds
        latest = opened
        openingPlayers = players
        openingReserved = state.reserved
    }

    /// Replays a change of stock.
    package mutating func restock(
        _ prize: PrizeID,
        by change: Int64,
        in table: PrizeTable
    ) -> [ReplayFinding<Key>] {
        do throws(RestockRefusal) {
            _ = try table.restock(prize, by: change, &state)
            return []
        } catch {
            return [ReplayFinding(nil, nil, .restock(prize, error))]
        }
    }
}
