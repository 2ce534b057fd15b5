import Primitives

/// What a game has given in all, and how often it was played.
package struct GameState: Hashable, Sendable {
    /// What was given of each prize that ever was; a prize without an entry was never given.
    package internal(set) var stock: [PrizeID: StockCount]
    /// How many draws or rounds were reserved, of all members.
    package internal(set) var reserved: Int64

    /// The state as it was stored; without arguments, of a game that was never played.
    package init(stock: [PrizeID: StockCount] = [:], reserved: Int64 = 0) {
        self.stock = stock
        self.reserved = max(0, reserved)
    }

    mutating func take(_ prize: PrizeID, on day: CalendarDay) {
        stock[prize, default: StockCount()].take(on: day)
    }

    mutating func putBack(_ number: Int64, of prize: PrizeID, takenOn day: CalendarDay) {
        stock[prize, default: StockCount()].putBack(number, takenOn: day)
    }
}
