import Outbox
import TestSupport
import Testing

@Suite("How far a feed has got")
struct FeedPlaceTests {
    private static func entry(_ number: Int64, isTold: Bool) -> Feed.Entry {
        isTold
            ? Feed.Entry(number, id: "e\(number)", by: .events, about: "m", body: [])
            : Feed.Entry(untold: number)
    }

    @Test("is behind rows of which nothing is told, and never past one that is under way")
    func untold() {
        var place = FeedPlace(at: 3)
        let first = place.take([Self.entry(4, isTold: false), Self.entry(5, isTold: true)])
        #expect(first.map(\.number) == [5])
        #expect(place.cursor == 4)
        #expect(place.take([Self.entry(6, isTold: false)]).isEmpty)
        #expect(place.cursor == 4)
        #expect(place.cursor(after: [5]) == 6)
        place.settle([5])
        #expect(place.cursor == 6)
    }

    @Test("reads on behind all that was read, and again behind what is open and not known")
    func readsOn() {
        var place = FeedPlace(at: 0)
        _ = place.take([Self.entry(1, isTold: true)])
        _ = place.take((Int64(2)...50).map { Self.entry($0, isTold: false) })
        #expect(place.readsOn(from: 1) == 50)
        #expect(place.readsOn(from: 0) == 0)
        _ = place.take([Self.entry(51, isTold: true)])
        #expect(place.readsOn(from: 1) == 1)
        #expect(place.readsOn(from: 51) == 51)
        place.settle([1])
        #expect(place.readsOn(from: 0) == 50)
        place.settle([51])
        #expect(place.readsOn(from: 0) == 51)
    }

    @Test("what has come back before an earlier one is not told again, what is under way is read")
    func ahead() {
        var place = FeedPlace(at: 0)
        let entries = (Int64(1)...4).map { Self.entry($0, isTold: true) }
        #expect(place.take(entries).map(\.number) == [1, 2, 3, 4])
        place.settle([2, 4])
        #expect(place.cursor == 0)
        #expect(place.take(entries).map(\.number) == [1, 3])
        place.settle([1])
        #expect(place.cursor == 2)
        place.settle([3])
        #expect(place.cursor == 4)
    }

    @Test("whatever the order of reading and settling, nothing is left out and nothing doubled")
    func random() {
        let seed = SeededGenerator.seed(for: "FeedPlaceTests")
        for round in UInt64(0)..<200 {
            var generator = SeededGenerator(seed: seed &+ round)
            let count = Int64.random(in: 1...60, using: &generator)
            let told = (1...count).map { _ in Bool.random(using: &generator) }
            var place = FeedPlace(at: 0)
            var open: Set<Int64> = []
            var settled: Set<Int64> = []
            while place.cursor < count {
                if Bool.random(using: &generator) {
                    let last = min(count, place.read + Int64.random(in: 0...9, using: &generator))
                    // From the cursor on or from where reading ended, never with a gap.
                    let from = Bool.random(using: &generator) ? place.cursor : place.read
                    let entries = (from..<max(from, last)).map {
                        Self.entry($0 + 1, isTold: told[Int($0)])
                    }
                    let rows = place.take(entries).map(\.number)
                    #expect(settled.isDisjoint(with: rows))
                    open.formUnion(rows)
                } else {
                    let some = open.filter { _ in Bool.random(using: &generator) }
                    let after = place.cursor(after: Array(some))
                    place.settle(Array(some))
                    #expect(place.cursor == after)
                    open.subtract(some)
                    settled.formUnion(some)
                }
                // All that is told up to the cursor is settled, and the next is not.
                let behind = (1...count).filter { $0 <= place.cursor && told[Int($0) - 1] }
                #expect(settled.isSuperset(of: behind))
            }
            #expect(settled.count == told.count { $0 })
        }
    }
}
