import Primitives

/// What came of one run of a simulation.
package struct SimulationRun: Hashable, Sendable {
    /// How many draws were made.
    package internal(set) var draws: Int64 = 0
    /// What members paid, by asset; each pays by the first of the costs.
    package internal(set) var paid: [AssetID: Int64] = [:]
    /// What members won, by asset.
    package internal(set) var won: [AssetID: Int64] = [:]
    /// How often each prize was rolled.
    package internal(set) var rolled: [PrizeID: Int64] = [:]
    /// How often each prize was given.
    package internal(set) var given: [PrizeID: Int64] = [:]
    /// The day, from 1 on, on which the last piece of a prize was given.
    package internal(set) var ranOut: [PrizeID: Int64] = [:]

    mutating func pay(_ cost: Cost) {
        paid[cost.asset] = (paid[cost.asset] ?? 0).clampedSum(cost.amount.value)
    }

    mutating func note(_ giving: Giving) {
        draws = draws.clampedSum(1)
        rolled[giving.rolled, default: 0] += 1
        given[giving.given, default: 0] += 1
        if case .asset(let asset, let amount) = giving.reward {
            won[asset] = (won[asset] ?? 0).clampedSum(amount.value)
        }
    }
}
