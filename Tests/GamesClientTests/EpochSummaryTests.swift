import GamesClient
import GamesDomain
import Testing
import Wire

@Suite("What is said of an epoch's export")
struct EpochSummaryTests {
    @Test("counts what is right, and names the epoch")
    func summary() throws {
        let export = try Sketch.epoch(of: Sketch.lottery, members: 9, steps: 100, seed: 3)[1]
        let summary = EpochSummary(of: export)
        #expect(summary.name == "wheel, epoch 2 of \(export.head.day)")
        #expect(summary.findings == [])
        #expect(summary.count.hasPrefix("\(summary.draws.count) draws right, 0 not; "))
        #expect(summary.draws.allSatisfy { $0.hasSuffix(", right") })
    }

    @Test("an epoch begins as the one before has ended")
    func following() throws {
        let exports = try Sketch.epoch(of: Sketch.pick, members: 9, steps: 300, seed: 3)
        #expect(exports[1].findings(following: exports[0]) == [])
        // Of other games, or not one after the other, nothing is said.
        let other = try Sketch.epoch(of: Sketch.pairs, members: 9, steps: 30, seed: 3)
        #expect(exports[1].findings(following: other[0]) == [])
        #expect(exports[0].findings(following: exports[1]) == [])
    }

    @Test("an opening state that was changed does not go on from the epoch before")
    func changedOpening() throws {
        let exports = try Sketch.epoch(of: Sketch.pick, members: 9, steps: 300, seed: 3)
        let json = try JSONParser.parse(exports[1].jsonBytes)
        for path in [
            [.name("opening"), .name("reserved")],
            [.name("players"), .place(0), .name("opening"), .name("onDay"), .name("count")],
            [.name("earlier"), .place(0), .name("versionHash")],
        ] as [[JSON.Step]] {
            let changed = try EpochExport(pages: [json.changed(at: path) { $0.leafChanged }])
            #expect(changed.findings(following: exports[0]).count == 1)
        }
    }
}
