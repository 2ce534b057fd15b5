import GamesClient
import GamesDomain
import Primitives
import Sections
import Synchronization
import Testing
import Wire

@Suite("The forecast of a lottery")
struct ForecastTests {
    private static let start = Instant(milliseconds: 1_772_323_200_000)

    /// A section that has one lottery.
    private static func section(_ prizes: String) throws -> JSON {
        let text = """
            {"zone": "UTC", "assets": [{"id": "points"}], "lotteries": [
              {"id": "wheel", "free": {"perDay": 1}, "cost": 20, "prizes": \(prizes)}]}
            """
        return try JSONParser.parse(Array(text.utf8))
    }

    private static func forecast(_ prizes: String) throws -> LotteryForecast {
        try #require(try LotteryForecast(of: "wheel", in: section(prizes)))
    }

    private static let scarce = """
        [{"id": "big", "points": 100, "weight": 1, "stock": 5, "substitute": "none"},
         {"id": "none", "nothing": true, "weight": 1}]
        """

    @Test("says cost, payout, the odds met and the day on which a prize runs out")
    func report() async throws {
        var plan = LotteryForecast.Plan(members: 10, days: 4)
        plan.runs = 3
        let report = try await Self.forecast(Self.scarce)
            .play(plan, from: Self.start, cores: 2)
        #expect(report.draws == 3 * 10 * 4 * 2)
        let text = report.lines.joined(separator: "\n")
        #expect(report.lines[0] == "wheel: 3 runs of 10 members on 4 days, 80.00 draws each")
        // Each pays for one draw a day, and all five big prizes are won in each run.
        #expect(text.contains("points  800.00  500.00     500–500           50.00        6.25"))
        #expect(text.contains("big     50.0000 %   6.2500 %   5.00         5–5     day 1"))
        #expect(text.contains("none    50.0000 %  93.7500 %  75.00       75–75     never"))
    }

    @Test("says the same again of the same seed, on any number of cores")
    func repeats() async throws {
        var plan = LotteryForecast.Plan(members: 20, days: 3)
        plan.runs = 5
        plan.seed = 42
        let forecast = try Self.forecast(Self.scarce)
        let one = try await forecast.play(plan, from: Self.start, cores: 1)
        #expect(try await forecast.play(plan, from: Self.start, cores: 4) == one)
    }

    @Test("plays with members that may, whatever they must be for it")
    func eligible() async throws {
        var plan = LotteryForecast.Plan(members: 10, days: 4)
        plan.runs = 2
        let all = try await Self.forecast(Self.scarce).play(plan, from: Self.start, cores: 1)
        guard case .object(var members) = try Self.section(Self.scarce) else { return }
        members[2] = JSON.Member(
            "lotteries",
            .array((members[2].value.elements ?? []).map { $0.with(["eligibility": birthday]) })
        )
        let some = try #require(try LotteryForecast(of: "wheel", in: .object(members)))
        #expect(try await some.play(plan, from: Self.start, cores: 1) == all)
    }

    private let birthday: JSON = ["all": [["birthday": true], ["levelAtLeast": 3]]]

    @Test("tells of every day of every run")
    func progress() async throws {
        let days = Counter()
        let plan = LotteryForecast.Plan(members: 2, days: 7)
        _ = try await Self.forecast(Self.scarce).play(plan, from: Self.start, cores: 2) {
            days.count()
        }
        #expect(days.value == 70)
    }

    @Test("knows only lotteries of a section without faults")
    func unknown() throws {
        #expect(try LotteryForecast(of: "cards", in: Self.section(Self.scarce)) == nil)
        #expect(throws: ProgrammeFaults.self) {
            try LotteryForecast(of: "wheel", in: Self.section("[]"))
        }
    }
}

/// Counts from several threads.
private final class Counter: Sendable {
    private let state = Mutex(0)
    var value: Int { state.withLock { $0 } }
    func count() { state.withLock { $0 += 1 } }
}
