import Chance
import GamesDomain
import Primitives
import Sections
import Wire

/// What a lottery of a programme would cost and pay, before it is published: it is played many
/// times by its own rules, stock, pity and pacing.
package struct LotteryForecast: Sendable {
    /// How many members play, for how long, and how often.
    package struct Plan: Hashable, Sendable {
        /// How many members play, 1 to 10,000,000.
        package var members: Int64
        /// For how many days, 1 to 3,660.
        package var days: Int64
        /// How many draws each pays for on a day, when its free ones are used, 0 to 1,000.
        package var paidPerDay: Int64 = 1
        /// Of which asset they pay, or nil for the first of the costs.
        package var payingWith: String?
        /// The level of all members.
        package var level: Int64 = 0
        /// How often all of it is played, 1 to 10,000.
        package var runs = 10
        /// With what the draws begin; the same again gives the same again.
        package var seed: UInt64 = 1

        /// Members that play for some days.
        package init(members: Int64, days: Int64) {
            self.members = members
            self.days = days
        }
    }

    private let lottery: Lottery
    private let display: GameDisplay

    /// The assets of which a draw can be paid, the usual one first.
    package var assets: [String] { lottery.rules.terms.costs.map(\.asset.text) }

    /// The lottery of a name in the games' section of a programme, or nil where there is none.
    ///
    /// - Throws: `ProgrammeFaults` where the section has faults.
    package init?(of name: String, in section: JSON) throws(ProgrammeFaults) {
        let section = try GamesSection(section)
        guard let entry = GameID(name).flatMap(section.entry),
            case .lottery(let lottery) = entry.game
        else { return nil }
        self.lottery = lottery
        display = entry.display
    }

    /// The first day that is played: that on which the campaign opens, or that of an instant.
    package func start(orAt now: Instant) -> Instant {
        guard let from = lottery.rules.terms.window.from else { return now }
        return max(from, min(now, lottery.rules.terms.window.until ?? now))
    }

    /// Plays all runs, as many at once as there are cores.
    ///
    /// - Parameters:
    ///   - plan: Who plays, and how long.
    ///   - start: An instant of the first day.
    ///   - cores: How many runs are played at once, 1 or more.
    ///   - afterDay: Called when a day of a run is over, from several threads at once.
    /// - Returns: What came of it.
    /// - Throws: `CancellationError`.
    package func play(
        _ plan: Plan,
        from start: Instant,
        cores: Int,
        afterDay: @escaping @Sendable () -> Void = {}
    ) async throws -> ForecastReport {
        var runs: [Int: SimulationRun] = [:]
        try await withThrowingTaskGroup(of: (Int, SimulationRun).self) { group in
            var next = 0
            for _ in 0..<max(1, min(cores, plan.runs)) {
                add(next, plan, start, afterDay, to: &group)
                next += 1
            }
            while let (number, run) = try await group.next() {
                runs[number] = run
                if next < plan.runs { add(next, plan, start, afterDay, to: &group) }
                next += 1
            }
        }
        let ordered = runs.sorted { $0.key < $1.key }.map(\.value)
        return ForecastReport(ordered, of: lottery, shownAs: display, plan)
    }

    private func add(
        _ number: Int,
        _ plan: Plan,
        _ start: Instant,
        _ afterDay: @escaping @Sendable () -> Void,
        to group: inout ThrowingTaskGroup<(Int, SimulationRun), any Error>
    ) {
        let simulation = LotterySimulation(
            lottery.forEverybody(payingWith: plan.payingWith),
            SimulationPlan(
                members: plan.members,
                days: plan.days,
                start: start,
                paidPerDay: plan.paidPerDay,
                traits: Traits(level: plan.level)
            )
        )
        group.addTask {
            try Task.checkCancellation()
            // Each run has a seed of its own, which SplitMix64 sets far from its neighbours'.
            var source = SeededSource(seed: plan.seed &+ UInt64(clamping: number) &* 0x9E37_79B9)
            return (number, simulation.run(from: &source) { _ in afterDay() })
        }
    }
}

extension Lottery {
    /// The lottery with one of its costs alone, or with all where it has no such cost, and without
    /// a condition of who may play: those who play in a forecast may.
    fileprivate func forEverybody(payingWith asset: String?) -> Lottery {
        var rules = rules
        let costs = rules.terms.costs.filter { $0.asset.text == asset }
        if !costs.isEmpty { rules.terms.costs = costs }
        rules.terms.eligibility = .everyone
        // Fewer costs and conditions bring no fault; lost is nothing, as the lottery is left as
        // it is.
        return (try? Lottery(rules)) ?? self
    }
}
