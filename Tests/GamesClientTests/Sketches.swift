import Chance
import Foundation
import GamesClient
import GamesDomain
import Primitives
import Sections
import TestSupport
import Wire

/// Games of the tests, as a programme has them.
enum Sketch {
    /// A lottery with every condition that a prize can have, soft and hard pity, and ten draws.
    static let lottery = """
        {"zone": "Asia/Shanghai", "asset": "points", "kind": "lottery", "game": {
          "id": "wheel", "title": "Wheel", "free": {"perDay": 1, "atStart": 2},
          "window": {"from": "2026-02-01T00:00:00Z", "until": "2026-04-01T00:00:00Z"},
          "cost": [{"asset": "tickets", "amount": 1}, 20],
          "limits": {"perDay": 60, "perHour": 50, "total": 100000},
          "prizes": [
            {"id": "first", "points": 1000, "weight": 10, "tier": 1, "stock": 3,
             "substitute": "gold", "perMember": 2},
            {"id": "gold", "points": 500, "weight": 20, "tier": 1},
            {"id": "mug", "product": "mug", "weight": 60, "tier": 2, "substitute": "some",
             "stock": {"total": 400, "perDay": 5, "pacing": "even"}, "title": "A mug"},
            {"id": "some", "points": {"from": 10, "to": 50, "step": 5}, "weight": 100, "tier": 2},
            {"id": "vip", "asset": "tickets", "amount": 2, "weight": 50, "levelAtLeast": 2,
             "unlockAfter": 2, "substitute": "none"},
            {"id": "again", "chances": 1, "weight": 40},
            {"id": "freeze", "freezes": 1, "weight": 30, "substitute": "none",
             "window": {"from": "2026-03-02T00:00:00Z"}},
            {"id": "none", "nothing": true, "weight": 290}
          ],
          "pity": [
            {"pool": "gold", "tier": 1, "hard": 9, "soft": {"from": 4, "rise": 50, "step": 25}},
            {"pool": "silver", "tier": 2, "soft": {"from": 2, "rise": 30}}
          ],
          "ten": {"atLeastOneOf": 2}
        }}
        """

    /// Nine cards of which three are turned, with extra flips.
    static let pick = """
        {"zone": "Asia/Shanghai", "asset": "points", "kind": "cardFlip", "game": {
          "id": "cards", "mode": "pick", "cards": 9, "flips": 3, "cost": 30,
          "extraFlips": {"cost": 10, "most": 2}, "timeoutSeconds": 3600,
          "prizes": [
            {"id": "first", "points": 100, "weight": 2, "stock": 4, "substitute": "some"},
            {"id": "some", "points": {"from": 1, "to": 9}, "weight": 5},
            {"id": "again", "chances": 1, "weight": 2},
            {"id": "none", "nothing": true, "weight": 5}
          ]}}
        """

    /// Eight cards in pairs.
    static let pairs = """
        {"zone": "Asia/Shanghai", "asset": "points", "kind": "cardFlip", "game": {
          "id": "pairs", "mode": "pairs", "cards": 8, "flips": 4, "free": {"perDay": 3},
          "prizes": [
            {"id": "first", "points": 100, "weight": 2, "substitute": "none",
             "stock": {"total": 30, "perDay": 4}},
            {"id": "some", "points": 5, "weight": 5},
            {"id": "none", "nothing": true, "weight": 5}
          ]}}
        """

    /// However long was played, something was never there.
    struct NeverEnough: Error {}

    /// The game of such a text, with parts of it replaced.
    static func entry(_ text: String, replacing parts: [String: String] = [:]) throws -> GameEntry {
        let text = parts.reduce(text) { $0.replacingOccurrences(of: $1.key, with: $1.value) }
        return try GameEntry(exported: try JSONParser.parse(Array(text.utf8)))
    }

    /// What was played of a lottery or of a card flip in its second epoch, in which plays of the
    /// first were settled, which followed another version.
    ///
    /// - Parameters:
    ///   - text: The game.
    ///   - members: How many play it.
    ///   - steps: How much they do at least in the second epoch.
    ///   - seed: What chance begins with.
    ///   - isEnough: Whether what was settled in the second epoch is; until then they play on.
    /// - Returns: The exports of both epochs.
    /// - Throws: What is wrong with the game, or `NeverEnough`.
    static func epoch(
        of text: String,
        members: Int,
        steps: Int,
        seed: UInt64,
        until isEnough: ([ExportedEntry]) -> Bool = { _ in true }
    ) throws -> [EpochExport] {
        let day = CalendarDay(year: 2026, month: 3, day: 1)?.daysSinceEpoch ?? 0
        let start = Instant(milliseconds: day * 86_400_000 + 57_000_000)
        let pace = Int64(86_400_000 * 2 / max(1, steps))
        let old = try entry(text, replacing: [#""weight": 5}"#: #""weight": 7}"#])
        var game = PlayedGame(old, members: members, pace: pace, at: start, seed: seed)
        for _ in 0..<steps / 2 { game.step() }
        game.settle(leaving: max(2, members / 20))
        let first = game.turn(to: try entry(text))
        for _ in 0..<steps { game.step() }
        // By far more than any epoch has needed.
        var left = 100_000
        while !isEnough(game.entries) {
            left -= 1
            guard left > 0 else { throw NeverEnough() }
            game.step()
        }
        game.settle(leaving: 2)
        return [first, game.turn()]
    }
}
