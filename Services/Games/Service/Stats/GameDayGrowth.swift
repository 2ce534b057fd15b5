import GamesDomain
import Intents
import Primitives
import ServiceHost
import Storage

/// What one play adds to the numbers of its game's day, each number once.
struct GameDayGrowth {
    private struct Part {
        let word: GameDay.Word
        let item: String
        var sum: GameDay.Sum
    }

    private var parts: [Part] = []

    /// A play that was drawn or dealt.
    static func play(_ receipt: Receipt) -> Self {
        var growth = Self()
        let paid = receipt.paid
        growth.add(.played, paid?.asset.text ?? "", amount: paid?.amount ?? .zero)
        return growth
    }

    /// A play whose charge was refused.
    static var refusal: Self {
        var growth = Self()
        growth.add(.refused, "")
        return growth
    }

    /// Counts a prize that was given, of a lottery with the odds of its draw.
    mutating func count(_ reward: Reward, as prize: PrizeID, by odds: DrawnOdds? = nil) {
        add(.given, odds.map { "\(prize.text) \($0.text)" } ?? prize.text)
        guard case .asset(let asset, let amount) = reward else { return }
        add(.awarded, asset.text, amount: amount)
    }

    private mutating func add(_ word: GameDay.Word, _ item: String, amount: Points = .zero) {
        guard let known = parts.firstIndex(where: { $0.word == word && $0.item == item }) else {
            let sum = GameDay.Sum(count: 1, amount: amount.value)
            return parts.append(Part(word: word, item: item, sum: sum))
        }
        // A play has ten draws at most, of 10^12 at most.
        parts[known].sum.count &+= 1
        parts[known].sum.amount &+= amount.value
    }

    fileprivate func each(_ body: (GameDay.Word, String, GameDay.Sum) -> Void) {
        for part in parts { body(part.word, part.item, part.sum) }
    }
}

extension Transaction {
    /// Adds to the numbers of a game's day.
    borrowing func count(_ growth: GameDayGrowth, of game: GameID, on day: CalendarDay) {
        growth.each { word, item, sum in
            let row = GameDayRow(day: day, game: game, what: word, item: item)
            self.add(count: sum.count, amount: sum.amount, to: row)
        }
    }
}

/// One of the numbers of a game's day.
private struct GameDayRow: SummedRow {
    let day: CalendarDay
    let game: GameID
    let what: GameDay.Word
    let item: String

    func add(_ sum: GroupSum, _ transaction: borrowing Transaction) throws {
        // A sum that nears 64 bits stays, as in the numbers that all services have.
        try transaction.execute(
            """
            INSERT INTO game_day (day, game, what, item, count, amount)
            VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (day, game, what, item) DO UPDATE SET
                count = game_day.count + excluded.count,
                amount = CASE WHEN game_day.amount > 9000000000000000000
                    THEN game_day.amount ELSE game_day.amount + excluded.amount END
            """,
            .int(day.daysSinceEpoch),
            .text(game.text),
            .text(what.rawValue),
            .text(item),
            .int(sum.count),
            .int(sum.amount)
        )
    }
}
