import GamesDomain
import Primitives
import Wire

extension GameState: ObjectForm {
    /// Writes how often the game was played and what was given, in the order of the prizes' names.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("reserved", reserved)
        let lines = stock.sorted { $0.key.text < $1.key.text }
        writer.member("stock", forms: lines.map { StockLine(prize: $0.key, count: $0.value) })
    }

    /// Reads how often the game was played and what was given.
    package init(members: inout ObjectReader) throws(JSONFault) {
        let reserved = try members.count("reserved")
        let lines = try members.forms("stock", as: StockLine.self)
        var stock: [PrizeID: StockCount] = [:]
        for (place, line) in lines.enumerated() {
            guard stock.updateValue(line.count, forKey: line.prize) == nil else {
                throw JSONFault(at: members.path(of: "stock[\(place)].prize"), "stands twice")
            }
        }
        self.init(stock: stock, reserved: reserved)
    }
}

/// What was given of one prize.
package struct StockLine: Hashable, Sendable {
    /// The prize.
    package let prize: PrizeID
    /// What was given of it.
    package let count: StockCount

    /// Joins a prize and what was given of it.
    package init(prize: PrizeID, count: StockCount) {
        self.prize = prize
        self.count = count
    }
}

extension StockLine: ObjectForm {
    /// Writes the prize and its counts; the day is left out where none was ever given.
    package func writeMembers(to writer: inout JSONWriter) {
        writer.member("prize", prize.text)
        writer.member("given", count.given)
        writer.member("restocked", count.restocked)
        guard count.today.period > .min else { return }
        writer.member("day", "\(CalendarDay(daysSinceEpoch: count.today.period))")
        writer.member("dayGiven", count.today.count)
    }

    /// Reads the prize and its counts.
    package init(members: inout ObjectReader) throws(JSONFault) {
        prize = try members.identifier("prize")
        let given = try members.count("given")
        let restocked = try members.integer("restocked")
        var today = PeriodCount()
        if let day = try members.optionalDay("day") {
            today = PeriodCount(period: day.daysSinceEpoch, count: try members.count("dayGiven"))
        }
        count = StockCount(given: given, restocked: restocked, today: today)
    }
}
