import Primitives
import Problems
import ServiceHost
import Storage
import Testing

@Suite("Numbers that are counted by day", .timeLimit(.minutes(1)))
struct DayCountTests {
    private enum Fruit: String, DayNumber {
        case apples, pears
    }

    @Test("are added up in a commit, each stored once, and what a failed part counted is left out")
    func sums() async throws {
        let day = CalendarDay(daysSinceEpoch: 20_000)
        try await Probe.withStore { store in
            let before = try await store.write { transaction in
                let before = transaction.changeCount
                transaction.count(Fruit.apples, "red", of: 3, amount: 5, on: day)
                _ = try transaction.attempt { part in
                    part.count(Fruit.apples, "red", of: 100, amount: 100, on: day)
                    throw Problem(.internalFault)
                }
                transaction.count(Fruit.apples, "red", of: -1, amount: 7, on: day)
                transaction.count(Fruit.pears, "", of: 1, amount: 0, on: day)
                return before
            }
            let after = try await store.write { transaction in
                let after = transaction.changeCount
                transaction.count(Fruit.pears, "", of: 4, amount: 0, on: day)
                return after
            }
            #expect(after - before == 2)
            let found: [CalendarDay: DayNumbers<Fruit>] = try store.read {
                try $0.dayNumbers(of: day...day)
            }
            let numbers = try #require(found[day])
            #expect(numbers[.apples].map(\.item) == ["red"])
            #expect(numbers[.apples].map(\.count) == [2] && numbers.count(.pears) == 5)
            #expect(numbers[.apples].map(\.amount) == [12])
        }
    }
}
