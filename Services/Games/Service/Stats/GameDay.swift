import GamesDomain
import Primitives
import Storage
import Wire

/// What was played in one game on one day of the programme's zone.
struct GameDay {
    /// So many times, and so much of an asset.
    struct Sum {
        var count: Int64 = 0
        var amount: Int64 = 0
    }

    /// What is counted; the words are stored.
    enum Word: String {
        /// Plays that were drawn or dealt, by the asset that paid; that of free ones is empty.
        case played
        /// Plays whose charge was refused.
        case refused
        /// Prizes that were given, by their names; of a lottery's, the odds of the draw follow.
        case given
        /// What was awarded, by asset.
        case awarded
    }

    private var sums: [String: [String: Sum]] = [:]
    /// How many draws of a lottery were made by which odds.
    private var draws: [DrawnOdds: Int64] = [:]

    fileprivate mutating func add(_ word: String, _ item: String, _ count: Int64, _ amount: Int64) {
        var item = item
        if word == Word.given.rawValue, let end = item.firstIndex(of: " ") {
            if let odds = DrawnOdds(item[end...]) { draws[odds, default: 0] += count }
            item = String(item[..<end])
        }
        sums[word, default: [:]][item, default: Sum()].count += count
        sums[word, default: [:]][item, default: Sum()].amount += amount
    }

    /// What the draws should have won of each asset by their odds.
    ///
    /// - Parameter table: The prizes of a version of the game.
    /// - Returns: Millionths of each asset; nil of a game that is no lottery.
    func expected(by table: (Int64) throws -> PrizeTable) rethrows -> [AssetID: UInt128]? {
        guard !draws.isEmpty else { return nil }
        return try draws.reduce(into: [:]) { sums, line in
            let won = try table(line.key.version)
                .expectedMillionths(of: line.value, line.key.weighting)
            sums.merge(won, uniquingKeysWith: +)
        }
    }

    /// Writes the numbers, with what should have been won where that is known.
    func write(to writer: inout JSONWriter, expected: [AssetID: UInt128]?) {
        let played = sums[Word.played.rawValue] ?? [:]
        writer.member("plays", played.values.reduce(0) { $0 + $1.count })
        writer.member("free", played[""]?.count ?? 0)
        writer.member("refused", sums[Word.refused.rawValue]?[""]?.count ?? 0)
        writer.name("paid")
        write(played.filter { !$0.key.isEmpty }, to: &writer)
        writer.name("prizes")
        writer.array(Self.sorted(sums[Word.given.rawValue] ?? [:])) { writer, item in
            writer.object { writer in
                writer.member("prize", item.key)
                writer.member("count", item.value.count)
            }
        }
        writer.name("awarded")
        write(sums[Word.awarded.rawValue] ?? [:], to: &writer)
        guard let expected else { return }
        writer.name("expected")
        writer.array(expected.sorted { $0.key.text < $1.key.text }) { writer, item in
            writer.object { writer in
                writer.member("asset", item.key.text)
                writer.member("amount", Self.decimal(millionths: item.value))
            }
        }
    }

    /// Millionths as decimal text, such as `12.500000`.
    private static func decimal(millionths: UInt128) -> String {
        let (whole, rest) = millionths.quotientAndRemainder(dividingBy: 1_000_000)
        let digits = "\(rest)"
        return "\(whole)." + String(repeating: "0", count: 6 - digits.count) + digits
    }

    private func write(_ sums: [String: Sum], to writer: inout JSONWriter) {
        writer.array(Self.sorted(sums)) { writer, item in
            writer.object { writer in
                writer.member("asset", item.key)
                writer.member("count", item.value.count)
                writer.member("amount", item.value.amount)
            }
        }
    }

    private static func sorted(_ sums: [String: Sum]) -> [(key: String, value: Sum)] {
        sums.sorted { $0.key < $1.key }
    }
}

extension Migration {
    /// Numbers by day and game, counted as things happen.
    static let gameDayTable = """
        CREATE TABLE game_day (
            day {int} NOT NULL,
            game {text} NOT NULL,
            what {text} NOT NULL,
            item {text} NOT NULL,
            count {int} NOT NULL,
            amount {int} NOT NULL,
            PRIMARY KEY (day, game, what, item)
        ) {clustered}
        """
}

extension Snapshot {
    /// What was played on days, by day and game; the games in the order of their names.
    borrowing func gameDays(
        from first: CalendarDay,
        to last: CalendarDay
    ) throws -> [CalendarDay: [(game: String, numbers: GameDay)]] {
        var days: [CalendarDay: [(game: String, numbers: GameDay)]] = [:]
        try each(
            """
            SELECT day, game, what, item, count, amount FROM game_day
            WHERE day BETWEEN ? AND ? ORDER BY day, game, what, item
            """,
            .int(first.daysSinceEpoch),
            .int(last.daysSinceEpoch)
        ) { row in
            let day = CalendarDay(daysSinceEpoch: row.int(0))
            let game = row.text(1)
            if days[day]?.last?.game != game { days[day, default: []].append((game, GameDay())) }
            let place = (days[day]?.count ?? 1) - 1
            days[day]?[place].numbers.add(row.text(2), row.text(3), row.int(4), row.int(5))
        }
        return days
    }
}
