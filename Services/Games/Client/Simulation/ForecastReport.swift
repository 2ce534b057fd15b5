import Chance
import GamesDomain
import Primitives

/// What came of a forecast, as a text for people.
package struct ForecastReport: Hashable, Sendable {
    /// How many draws there were in all runs.
    package let draws: Int64
    /// The lines of the text.
    package let lines: [String]

    init(
        _ runs: [SimulationRun],
        of lottery: Lottery,
        shownAs display: GameDisplay,
        _ plan: LotteryForecast.Plan
    ) {
        draws = runs.reduce(0) { $0 + $1.draws }
        guard let report = SimulationReport(of: runs, of: lottery) else {
            lines = ["there was no run"]
            return
        }
        let head =
            "\(display.title): \(report.runs) \(report.runs == 1 ? "run" : "runs") of \(plan.members) members on \(plan.days) days, "
            + "\(report.draws.words) draws each"
        lines =
            [head, ""] + Self.assets(report) + [""]
            + Self.prizes(report)
    }

    private static func assets(_ report: SimulationReport) -> [String] {
        let rows = report.assets.map { line in
            [
                line.asset.text, line.paid.words, line.won.words, line.won.range,
                line.expectedPerDraw.map { decimals(of: $0) } ?? "-",
                report.draws.mean > 0 ? rounded(line.won.mean / report.draws.mean) : "-",
            ]
        }
        return TextTable.lines(
            ["asset", "paid", "won", "least–most", "a draw by odds", "a draw met"],
            rows
        )
    }

    private static func prizes(_ report: SimulationReport) -> [String] {
        let rows = report.prizes.map { line in
            [
                line.prize.text, percent(line.odds), line.met.map(percent) ?? "-",
                line.given.words, line.given.range, ranOut(line.ranOut, of: report.runs),
            ]
        }
        return TextTable.lines(
            ["prize", "odds shown", "odds met", "given", "least–most", "runs out"],
            rows
        )
    }

    private static func ranOut(_ days: [Int64], of runs: Int) -> String {
        guard let first = days.first, let last = days.last else { return "never" }
        let median = days[days.count / 2]
        let span = first == last ? "day \(first)" : "day \(median) (\(first)–\(last))"
        return days.count == runs ? span : "\(span), in \(days.count) of \(runs) runs"
    }

    private static func percent(_ odds: Fraction) -> String { odds.percentText(digits: 4) + " %" }

    private static func decimals(of fraction: Fraction) -> String {
        rounded(Double(fraction.numerator) / Double(fraction.denominator))
    }

    static func rounded(_ number: Double) -> String {
        let hundredths = Int64(exactly: (number * 100).rounded()) ?? .max
        let fraction = hundredths % 100
        return "\(hundredths / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}

extension Spread {
    /// The mean, with the deviation where runs differ.
    fileprivate var words: String {
        let mean = ForecastReport.rounded(mean)
        return deviation > 0 ? "\(mean) ± \(ForecastReport.rounded(deviation))" : mean
    }

    /// The smallest and the largest.
    fileprivate var range: String { "\(lowest)–\(highest)" }
}
