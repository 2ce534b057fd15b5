import Chance
import Foundation
import GamesClient
import GamesDomain
import JifenService
import Primitives
import Testing

@Suite("The games of the starter programme")
struct StarterProgrammeTests {
    static func section() throws -> GamesSection {
        let root = URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = try ProgrammeFile(
            path: root.appending(path: "compose/programmes/starter.yaml").path
        )
        return try GamesSection(file.section(of: .games))
    }

    @Test("has a nine-cell lottery of ten prizes for 20 points, free once a day, with pity at 30")
    func lottery() throws {
        let entry = try #require(try Self.section().entry(GameID(validated: "lucky-nine")))
        guard case .lottery(let lottery) = entry.game else {
            Issue.record("it is no lottery")
            return
        }
        #expect(entry.display.skin == .nineCells)
        #expect(lottery.rules.terms.free.perDay == 1)
        #expect(lottery.rules.terms.costs.map(\.amount.value) == [1, 20])
        #expect(lottery.rules.pity.map(\.hard) == [30])
        #expect(lottery.table.prizes.count == 10)
        #expect(lottery.table.sum == 10_000)
        let payout = lottery.table.expectedPayout[AssetID(validated: "points")]
        // 14 points a draw: a member gets back 70 % of what it pays.
        #expect(payout == Fraction(14))
    }

    @Test("has a card flip of three by three cards, three of which are turned")
    func cardFlip() throws {
        let entry = try #require(try Self.section().entry(GameID(validated: "nine-cards")))
        guard case .cardFlip(let game) = entry.game else {
            Issue.record("it is no card flip")
            return
        }
        #expect(game.rules.mode == .pick)
        #expect(game.rules.cards == 9)
        #expect(game.rules.flips == 3)
        let payout = game.table.expectedPayout[AssetID(validated: "points")]
        #expect(payout == Fraction(642, over: 100))
    }
}
