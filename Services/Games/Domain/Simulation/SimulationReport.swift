import Chance
import Primitives

/// What several runs of a simulation say together.
package struct SimulationReport: Hashable, Sendable {
    /// What they say of an asset.
    package struct AssetLine: Hashable, Sendable {
        /// The asset.
        package let asset: AssetID
        /// What members paid in a run.
        package let paid: Spread
        /// What members won in a run.
        package let won: Spread
        /// What a draw wins by the odds alone: without stock, limits, windows and pity.
        package let expectedPerDraw: Fraction?
    }

    /// What they say of a prize.
    package struct PrizeLine: Hashable, Sendable {
        /// The prize.
        package let prize: PrizeID
        /// The chance that the rules show.
        package let odds: Fraction
        /// The share of all draws in which it was given, or nil without draws.
        package let met: Fraction?
        /// How often it was given in a run.
        package let given: Spread
        /// The days on which it ran out, from 1 on, in order; one for each run in which it did.
        package let ranOut: [Int64]
    }

    /// How many runs there were.
    package let runs: Int
    /// How many draws a run had.
    package let draws: Spread
    /// The assets that were paid or can be won, by name.
    package let assets: [AssetLine]
    /// The prizes, in the order of the programme.
    package let prizes: [PrizeLine]

    /// The report of some runs of a lottery, or nil where there are none.
    package init?(of runs: [SimulationRun], of lottery: Lottery) {
        guard let draws = Spread(of: runs.map(\.draws)) else { return nil }
        self.runs = runs.count
        self.draws = draws
        let total = runs.reduce(UInt128(0)) { $0 + UInt128(max(0, $1.draws)) }
        prizes = lottery.table.odds().compactMap { line in
            let given = runs.map { $0.given[line.prize] ?? 0 }
            return Spread(of: given).map {
                PrizeLine(
                    prize: line.prize,
                    odds: line.odds,
                    met: Fraction(given.reduce(0) { $0 + UInt128(max(0, $1)) }, over: total),
                    given: $0,
                    ranOut: runs.compactMap { $0.ranOut[line.prize] }.sorted()
                )
            }
        }
        let expected = lottery.table.expectedPayout
        let names = Set(runs.flatMap { $0.paid.keys } + runs.flatMap { $0.won.keys })
            .union(expected.keys)
        assets = names.sorted { $0.text < $1.text }.compactMap { asset in
            guard let paid = Spread(of: runs.map { $0.paid[asset] ?? 0 }),
                let won = Spread(of: runs.map { $0.won[asset] ?? 0 })
            else { return nil }
            let payout = expected[asset]
            return AssetLine(asset: asset, paid: paid, won: won, expectedPerDraw: payout)
        }
    }
}
