import Chance
import Testing

@Suite("Many draws")
struct StatisticTests {
    @Test(
        "are spread evenly, by chi-square at 47 degrees",
        arguments: fair,
        [48, 3 << 62, 3 << 126]
    )
    func even(_ drawer: Drawer, _ bound: UInt128) {
        let statistic = evenness(of: drawer.draws(48_000, bound), below: bound)

        #expect(Self.usual48.contains(statistic), "\(statistic)")
    }

    @Test("tell nothing of the next, by chi-square over pairs at 255 degrees", arguments: fair)
    func independent(_ drawer: Drawer) {
        for bound in [16, 3 << 62, 1 << 127] as [UInt128] {
            let statistic = independence(of: drawer.draws(64_000, bound), below: bound)
            #expect(Self.usual256.contains(statistic), "\(statistic) below \(bound)")
        }
    }

    @Test("that take the rest without rejecting fail both tests")
    func biased() {
        let draws = Drawer.modulo.draws(48_000, 3 << 62)

        #expect(evenness(of: draws, below: 3 << 62) > 1_000)
        #expect(independence(of: draws, below: 3 << 62) > 1_000)
        // Where no bias shows, it passes as the others do: the test finds the bias, not the type.
        #expect(Self.usual48.contains(evenness(of: Drawer.modulo.draws(48_000, 48), below: 48)))
    }

    @Test("that go round in a circle fail both tests, one for being too even")
    func circular() {
        let draws = Drawer.circle.draws(48_000, 48)

        #expect(evenness(of: draws, below: 48) == 0)
        #expect(independence(of: draws, below: 48) > 1_000)
    }

    /// Between these lies the statistic of all but 1 in 5,000 fair sources (chi-square).
    static let usual48 = 19.13...91.84
    static let usual256 = 179.43...347.65

    static let fair = [
        Drawer.oneStream, .nonces, .clientSeeds, .pseudonyms, .epochs, .seeded(1), .seeded(2),
    ]
}

/// The chi-square statistic of integers in 48 cells of one size, which the bound must allow.
private func evenness(of draws: [UInt128], below bound: UInt128) -> Double {
    statistic(of: draws.map { Int($0 / (bound / 48)) }, cells: 48)
}

/// The chi-square statistic of pairs that do not overlap, each integer in one of 16 cells.
private func independence(of draws: [UInt128], below bound: UInt128) -> Double {
    let cells = draws.map { Int($0 / (bound / 16)) }
    let pairs = stride(from: 0, to: cells.count - 1, by: 2).map { cells[$0] * 16 + cells[$0 + 1] }
    return statistic(of: pairs, cells: 256)
}

private func statistic(of drawn: [Int], cells: Int) -> Double {
    var counts = [Int](repeating: 0, count: cells)
    for cell in drawn { counts[cell] += 1 }
    // Exact until the last division: the sum of (count - n/k)^2 / (n/k).
    let squares = counts.reduce(0) { $0 + $1 * $1 }
    return Double(squares * cells - drawn.count * drawn.count) / Double(drawn.count)
}

/// A way to draw many integers, always the same ones.
struct Drawer: Sendable, CustomTestStringConvertible {
    let testDescription: String
    let draws: @Sendable (_ count: Int, _ bound: UInt128) -> [UInt128]

    /// All from one source.
    private init<Source: DrawSource & Sendable>(_ description: String, from source: Source) {
        self.init(testDescription: description) { count, bound in
            var source = source
            return (0..<count).map { _ in source.integer(below: bound) }
        }
    }

    /// The first integer of each of many streams.
    private init(
        _ description: String,
        changing change: @escaping @Sendable (inout Terms, Int) -> Void
    ) {
        self.init(testDescription: description) { count, bound in
            (1...count).map { number in
                var terms = Terms()
                change(&terms, number)
                var stream = terms.stream
                return stream.integer(below: bound)
            }
        }
    }

    private init(
        testDescription: String,
        draws: @escaping @Sendable (_ count: Int, _ bound: UInt128) -> [UInt128]
    ) {
        self.testDescription = testDescription
        self.draws = draws
    }

    static let oneStream = Drawer("one stream", from: Terms().stream)
    static let nonces = Drawer("nonces") { $0.nonce = UInt64($1) }
    static let clientSeeds = Drawer("client seeds") { $0.clientSeed = "c\($1)" }
    static let epochs = Drawer("epochs") { $0.epoch = "\($1)" }
    static let pseudonyms = Drawer("pseudonyms") { terms, number in
        var bytes = terms.pseudonym.bytes
        for place in 0..<4 { bytes[15 - place] = UInt8(truncatingIfNeeded: number >> (8 * place)) }
        terms.pseudonym = Pseudonym(counted: bytes)
    }
    static func seeded(_ seed: UInt64) -> Drawer {
        Drawer("seeded \(seed)", from: SeededSource(seed: seed))
    }

    /// A draw as it must not be: the words of the fair stream modulo the bound.
    static let modulo = Drawer("modulo", from: Modulo())
    /// One after the other, round and round.
    static let circle = Drawer("circle", from: Circle())

    private struct Modulo: DrawSource, Sendable {
        var stream = Terms().stream

        mutating func integer(below bound: UInt128) -> UInt128 {
            UInt128(stream.word()) % bound
        }
    }

    private struct Circle: DrawSource, Sendable {
        var last: UInt128 = 0

        mutating func integer(below bound: UInt128) -> UInt128 {
            last += 1
            return last % bound
        }
    }
}
