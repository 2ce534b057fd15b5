import Chance
import GamesClient
import GamesDomain
import Sections
import Testing
import Wire

@Suite("What is exported of a game")
struct GameEntryTests {
    private static func entries() throws -> [GameEntry] {
        try Fixture.section(
            lotteries: [
                Fixture.lottery.with([
                    "title": "Wheel", "cost": [["asset": "tickets", "amount": 1], 20],
                ])
            ],
            cardFlips: [Fixture.cardFlip]
        ).entries
    }

    private static func faults(_ exported: JSON) -> [String] {
        do throws(ProgrammeFaults) {
            _ = try GameEntry(exported: exported)
            return []
        } catch {
            return error.faults.map(\.path)
        }
    }

    @Test("makes the very same game again, without the programme", arguments: [0, 1])
    func roundTrip(place: Int) throws {
        let entry = try Self.entries()[place]
        // As it travels: written into bytes and read again.
        let travelled = try JSONParser.parse(JSONWriter.bytes(of: entry.exported))
        let again = try GameEntry(exported: travelled)
        #expect(again == entry)
        #expect(again.versionHash == VersionHash(of: entry.canonical))
        #expect(JSONWriter.bytes(of: again.exported) == JSONWriter.bytes(of: entry.exported))
    }

    @Test("names the zone, the usual asset, the kind and the game as it was published")
    func members() throws {
        let games = try Self.entries()
        #expect(
            games[1].exported == [
                "zone": "Asia/Shanghai", "asset": "points", "kind": "cardFlip",
                "game": Fixture.cardFlip,
            ]
        )
        #expect(games[0].exported["kind"] == "lottery")
    }

    @Test("another asset for plain numbers, zone or kind makes another version")
    func versions() throws {
        let entry = try Self.entries()[0]
        for change in [["asset": "coins"], ["zone": "UTC"]] as [KeyValuePairs<String, JSON?>] {
            let other = try GameEntry(exported: entry.exported.with(change))
            #expect(other.versionHash != entry.versionHash)
        }
    }

    @Test(
        "is refused with the path of each fault",
        arguments: [
            (["zone": "Mars"], ["zone"]), (["asset": nil], ["asset"]), (["kind": "x"], ["kind"]),
            (["game": nil], ["game"]), (["game": 1], ["game"]), (["more": 1], ["more"]),
            (["game": ["id": "w", "cost": 0]], ["game.cost", "game.prizes"]),
            (["kind": "cardFlip"], ["game.mode", "game.cards", "game.flips"]),
        ] as [(KeyValuePairs<String, JSON?>, [String])]
    )
    func faults(changes: KeyValuePairs<String, JSON?>, paths: [String]) throws {
        let exported = try #require(Self.entries().first).exported
        #expect(Self.faults(exported.with(changes)) == paths)
    }
}
