import Chance
import GamesClient
import GamesDomain
import Primitives
import TestSupport
import Testing
import Wire

@Suite("The verification of an epoch's export")
struct VerificationTests {
    @Test(
        "finds nothing in what hundreds of members have played",
        arguments: [Sketch.lottery, Sketch.pick, Sketch.pairs]
    )
    func sound(text: String) throws {
        let seed = SeededGenerator.seed(for: "sound epochs")
        for export in try Sketch.epoch(of: text, members: 300, steps: 3000, seed: seed) {
            let read = try EpochExport(jsonBytes: export.jsonBytes)
            #expect(read == export)
            let verification = EpochVerification(read)
            #expect(verification.findings.map(\.description) == [])
            #expect(verification.verdicts.count > 100)
            #expect(verification.drawsWrong == 0)
            #expect(verification.refused > 0)
        }
    }

    @Test("joins pages to the export that one page is")
    func pages() throws {
        let export = try Sketch.epoch(of: Sketch.pick, members: 9, steps: 200, seed: 1)[1]
        let half = export.entries.count / 2
        let first = EpochExport(
            head: export.head,
            players: export.players,
            entries: Array(export.entries[..<half])
        )
        let rest = EpochExport(
            head: export.head,
            players: [],
            entries: Array(export.entries[half...])
        )
        let pages = [EpochPage(first, next: "2"), EpochPage(rest, next: nil)]
        let joined = try EpochExport(pages: pages.map { try JSONParser.parse($0.jsonBytes) })
        #expect(joined == export)
        let other = try Sketch.epoch(of: Sketch.pick, members: 9, steps: 200, seed: 2)[1]
        #expect(throws: JSONFault.self) {
            try EpochExport(pages: [
                JSONParser.parse(export.jsonBytes), JSONParser.parse(other.jsonBytes),
            ])
        }
    }
}
