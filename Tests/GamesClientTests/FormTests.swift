import Chance
import GamesClient
import GamesDomain
import Primitives
import TestSupport
import Testing
import Wire

@Suite("The forms in which values are kept and exported")
struct FormTests {
    @Test("every value is read back as the equal value, whatever its numbers")
    func roundTrips() throws {
        var random = SeededGenerator(for: "forms")
        for _ in 0..<300 {
            try Self.check(Player.random(&random))
            try Self.check(GameState.random(&random))
            try Self.check(PlayStart.random(&random))
            try Self.check(DrawRecord.random(&random))
            try Self.check(Round.random(&random))
            try Self.check(RoundSettlement.random(&random))
            try Self.check(TurnedCard(position: random.number, face: .random(&random)))
        }
    }

    private static func check<Form: JSONForm & Equatable>(_ value: Form) throws {
        let bytes = value.jsonBytes
        let read = try Form(jsonBytes: bytes)
        #expect(read == value)
        #expect(read.jsonBytes == bytes)
    }

    @Test("what is read is told apart from every value with one part changed, or refused")
    func changes() throws {
        var random = SeededGenerator(for: "changed forms")
        for _ in 0..<20 {
            try Self.checkChanges(of: Player.random(&random))
            try Self.checkChanges(of: PlayStart.random(&random))
            try Self.checkChanges(of: DrawRecord.random(&random))
            try Self.checkChanges(of: Round.random(&random))
            try Self.checkChanges(of: RoundSettlement.random(&random))
        }
    }

    private static func checkChanges<Form: JSONForm & Equatable>(of value: Form) throws {
        let json = try JSONParser.parse(value.jsonBytes)
        for changed in json.mutations() {
            do throws(JSONFault) {
                let read = try Form(json: changed.json)
                #expect(read != value, "\(changed.path)")
            } catch {
                #expect(!error.message.isEmpty)
            }
        }
    }

    @Test("a draw looks as the README says")
    func draw() throws {
        let giving = Giving(
            rolled: PrizeID(validated: "p1"),
            substitutions: [
                Substitution(
                    prize: PrizeID(validated: "p1"),
                    hindrance: .notReleased(released: 3),
                    left: 2
                )
            ],
            given: PrizeID(validated: "none"),
            reward: .nothing
        )
        let outcome = DrawOutcome(
            nonce: 4,
            pityBefore: [PoolID(validated: "gold"): 3],
            weighting: .raised([Weighting.Rise(tier: 2, by: 50)]),
            giving: giving
        )
        let integer = DrawnInteger(bound: 1 << 100, integer: 417)
        let record = DrawRecord(outcome: outcome, integers: [integer])
        let expected = """
            {"nonce":4,"pityBefore":{"gold":3},"weighting":{"raised":[{"tier":2,"by":50}]},\
            "integers":[["1267650600228229401496703205376","417"]],"rolled":"p1",\
            "substitutions":[{"prize":"p1","reason":"not-released","released":3,"left":2}],\
            "given":"none","reward":null}
            """
        #expect(String(decoding: record.jsonBytes, as: UTF8.self) == expected)
    }

    @Test(
        "a fault names its place, from the outermost value on",
        arguments: [
            (#"{"nonce":"4"}"#, "nonce"),
            (#"{"nonce":4,"pityBefore":{"gold":-1}}"#, "pityBefore.gold"),
            (
                #"{"nonce":4,"pityBefore":{},"weighting":{"raised":[{"tier":2}]}}"#,
                "weighting.raised[0].by"
            ),
            (
                #"{"nonce":4,"pityBefore":{},"weighting":"plain","integers":[["1","07"]]}"#,
                "integers[0]"
            ),
        ]
    )
    func places(text: String, path: String) {
        #expect(throws: JSONFault.self) {
            try DrawRecord(jsonBytes: Array(text.utf8))
        }
        do throws(JSONFault) {
            _ = try DrawRecord(jsonBytes: Array(text.utf8))
        } catch {
            #expect(error.path == path)
        }
    }

    @Test("a source that is recorded draws what it drew before, and keeps it to itself")
    func recording() {
        var plain = SeededSource(seed: 7)
        var recorded = RecordingSource(SeededSource(seed: 7))
        let bounds: [UInt128] = [1, 6, 100, 1 << 64, 1 << 100]
        let integers = bounds.map { recorded.integer(below: $0) }
        #expect(integers == bounds.map { plain.integer(below: $0) })
        #expect(
            recorded.drawn == zip(bounds, integers).map { DrawnInteger(bound: $0, integer: $1) }
        )
        #expect("\(recorded)" == "a draw of 5 integers")
    }
}
