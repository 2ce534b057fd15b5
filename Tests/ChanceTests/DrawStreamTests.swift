import Chance
import Testing

@Suite("A draw's stream")
struct DrawStreamTests {
    @Test("has the words that the specification says, block after block")
    func words() {
        var stream = Terms().stream

        let words = (0..<5).map { _ in stream.word() }

        #expect(
            words == [
                0xa709_c638_c5ae_a860, 0x660d_3da7_9887_9d65, 0x1dc3_65ea_c372_eaa3,
                0xb5e3_6d48_8560_3975, 0x35d5_ce95_7594_df83,
            ]
        )
    }

    @Test("gives the integers of the specification, and keeps them")
    func integers() {
        var small = Terms().stream
        var large = Terms().stream
        let bounds: [UInt128] = [
            0, 1, 2, 6, 100, 1_000_000_000, (1 << 64) - 1, 1 << 64, (1 << 64) + 1, 3 << 62,
            1 << 127, .max,
        ]

        #expect(
            small.integers(below: [1, 2, 6, 100, 1_000_000_000]) == [0, 1, 5, 17, 367_690_115]
        )
        #expect(
            large.integers(below: bounds) == [
                0, 0, 1, 5, 15, 824_792_542, 7_712_231_013_102_893_386,
                11_867_795_884_921_588_965, 3_900_153_942_310_006_005,
                7_483_402_146_942_820_663, 139_057_905_855_895_011_298_643_407_778_553_979_274,
                105_238_806_618_118_386_051_097_549_298_976_162_504,
            ]
        )
        #expect(small.drawn == [0, 1, 5, 17, 367_690_115])
        #expect(large.drawn.count == bounds.count)
    }

    @Test("takes the largest nonce, and no client seed at all")
    func edges() {
        var terms = Terms()
        terms.nonce = .max
        terms.clientSeed = ""
        var stream = terms.stream

        #expect(
            stream.integers(below: [0, 1, 2, 6, 100, 1_000_000_000, (1 << 64) - 1]) == [
                0, 0, 0, 4, 94, 914_344_657, 12_720_135_986_290_187_742,
            ]
        )
    }

    @Test("is another where any of its terms is another", arguments: changes)
    func terms(_ change: Change) {
        var terms = Terms()
        change.apply(&terms)
        var (changed, usual) = (terms.stream, Terms().stream)

        #expect(changed.word() != usual.word())
    }

    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let apply: @Sendable (inout Terms) -> Void
    }

    static let changes = [
        Change(testDescription: "seed") { $0.seed = .rising(from: 1) },
        Change(testDescription: "game") { $0.game = "wheels" },
        Change(testDescription: "version") { $0.version = .rising(from: 65) },
        Change(testDescription: "epoch") { $0.epoch = "2026-03-02" },
        Change(testDescription: "pseudonym") { $0.pseudonym = .rising(from: 129) },
        Change(testDescription: "nonce") { $0.nonce = 2 },
        Change(testDescription: "client seed") { $0.clientSeed = "client-seeD" },
        Change(testDescription: "no client seed") { $0.clientSeed = "" },
    ]

    @Test("is its own: what one draws moves no other, nor a copy")
    func independence() {
        var first = Terms().stream
        let key = EpochKey(
            seed: Terms().seed,
            game: "wheel",
            version: Terms().version,
            epoch: "2026-03-01"
        )
        let clientSeed = ClientSeed.of("client-seed")
        var one = key.draw(of: Terms().pseudonym, nonce: 1, clientSeed: clientSeed)
        var other = key.draw(of: Terms().pseudonym, nonce: 2, clientSeed: clientSeed)
        _ = other.integers(below: oddBounds)
        var copy = one
        _ = copy.integers(below: oddBounds)

        #expect(one.integers(below: oddBounds) == first.integers(below: oddBounds))
    }
}
