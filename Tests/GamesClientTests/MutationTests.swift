import Chance
import Foundation
import GamesClient
import GamesDomain
import Primitives
import TestSupport
import Testing
import Wire

@Suite("What was changed in an export is found")
struct MutationTests {
    /// Parts of an export that are believed, or only bounded, so that a change may pass: each with
    /// indices and names left out.
    static let believed: Set<String> = [
        // Instants are bounded by each other and by windows.
        "openedAt", "closedAt", "entries.begunAt", "entries.settledAt", "entries.endedAt",
        "entries.at", "refused entries.begunAt", "refused entries.settledAt",
        // Why, by whom and for what, which no rule can tell from the draws.
        "entries.level", "refused entries.level", "entries.reason", "refused entries.reason",
        "entries.payment.costs.amount", "entries.payment.costs.asset",
        "entries.payment.costs left out", "refused entries.payment.costs.amount",
        "refused entries.payment.costs.asset", "refused entries.payment.costs left out",
        "refused entries.payment.daily", "refused entries.payment.kept",
        // Free chances of a day before the newest, and which of two equal faces was turned.
        "entries.payment.daily", "entries.chosen",
        // Of a refused play nothing is drawn; its nonces stand in the export of its epoch.
        "refused entries.clientSeed", "earlier refused entries.nonce",
        // What a play of an earlier epoch has reserved stands in the closing state of that one.
        "earlier entries.day", "earlier entries.hour", "earlier entries.payment.daily",
        "earlier entries.payment.kept", "earlier refused entries.day",
        "earlier refused entries.hour",
        // What is free, and counts in which period, where a play is settled later.
        "later entries.hour", "later entries.day", "later entries.payment.daily",
        "later entries.payment.kept",
        // The opening state must be the closing state of the epoch before.
        "opening.stock left out", "players.opening left out",
        "opening.stock.day", "opening.stock.dayGiven", "players.opening.onDay.day",
        "players.opening.onDay.count", "players.opening.onDay left out",
        "players.opening.inHour.hour", "players.opening.inHour.count",
        "players.opening.inHour left out", "players.opening.freeUsed.day",
        "players.opening.freeUsed.count", "players.opening.freeUsed left out",
        "players.opening.nonces.epoch", "players.opening.nonces.count",
        "players.opening.nonces left out", "players.opening.prizes left out",
        "players.opening.pity left out",
        // So must open rounds, of which only what was turned is paid.
        "players.openRounds left out", "players.openRounds.round.deadline",
        "players.openRounds.round.dealtOn", "players.openRounds.round.extrasPending",
        "players.openRounds.round.phase", "players.openRounds.round.turned left out",
        "players.openRounds.round.extraFlips left out",
        "players.openRounds.round.extraFlips.most",
        "players.openRounds.round.extraFlips.costs.asset",
        "players.openRounds.round.extraFlips.costs.amount",
        "players.openRounds.round.extraFlips.costs left out",
        "players.openRounds.round.layout.reward.amount",
        "players.openRounds.round.layout.reward.asset",
        "players.openRounds.round.layout.reward.chances",
        // Whoever neither played nor is counted.
        "players left out",
        // How the game is shown.
        "rules.game.title", "rules.game.title left out", "rules.game.prizes.title",
        "rules.game.prizes.title left out", "earlier.rules.game.title",
        "earlier.rules.game.title left out", "earlier.rules.game.prizes.title",
        "earlier.rules.game.prizes.title left out",
    ]

    /// What of a player is believed while one of its plays is settled later.
    static let believedWhileLater: Set<String> = [
        "players.closing.onDay.day", "players.closing.onDay.count",
        "players.closing.onDay left out", "players.closing.inHour.hour",
        "players.closing.inHour.count", "players.closing.inHour left out",
        "players.closing.freeUsed.day", "players.closing.freeUsed.count",
        "players.closing.freeUsed left out", "players.closing.chances",
        "players.opening.chances",
    ]

    @Test(
        "every part of it is found or known to be believed",
        arguments: [Sketch.lottery, Sketch.pick, Sketch.pairs]
    )
    func parts(text: String) throws {
        for seed in EpochSeeds.all(for: "changed exports") {
            let export = try Sketch.epoch(of: text, members: 5, steps: 70, seed: seed)[1]
            let json = try JSONParser.parse(export.jsonBytes)
            #expect(EpochVerification(try EpochExport(pages: [json])).isRight, "seed \(seed)")
            let missed = json.mutations().filter { Self.passes($0.json) }
                .filter { !export.isSame(in: $0.json, at: $0.path) }
                .map { export.kind(of: $0.path) }
            #expect(Set(missed).subtracting(Self.believed).sorted() == [], "seed \(seed)")
        }
    }

    private static func passes(_ json: JSON) -> Bool {
        do throws(JSONFault) {
            return EpochVerification(try EpochExport(pages: [json])).isRight
        } catch {
            return false
        }
    }
}

extension EpochExport {
    /// Whether the change of a part has by chance changed nothing that anybody could tell.
    ///
    /// So it is where
    /// - another client seed draws the very integers that were drawn,
    /// - a line of stock says that nothing was ever given or restocked, and is now another prize's
    ///   or gone,
    /// - a round that was open as the epoch opened was so still as it closed.
    fileprivate func isSame(in changed: JSON, at path: String) -> Bool {
        let (kind, place) = (path.withoutPlaces, path.firstPlace)
        switch kind {
        case "entries.clientSeed":
            let seed = changed["entries"]?[place]?["clientSeed"]?.text
            return seed.map { drawsTheSame(at: place, by: $0) } ?? false
        case "opening.stock.prize", "closing.stock.prize", "closing.stock left out":
            let state = kind.hasPrefix("opening") ? head.opening : head.closing
            let lines = state.stock.sorted { $0.key.text < $1.key.text }
            return lines[place].value == StockCount()
        default:
            guard kind.hasPrefix("players.openRounds") else { return false }
            let player = players[place]
            return player.openRounds.allSatisfy { staysOpen($0, of: player.player) }
        }
    }

    /// What kind of part stands at a path: without places and names, and with what is known of the
    /// entry or player.
    fileprivate func kind(of path: String) -> String {
        let kind = path.withoutPlaces
        let place = path.firstPlace
        if kind.hasPrefix("entries.") || kind.hasPrefix("entries ") {
            return self.kind(kind, of: entries[place])
        }
        for counts in ["players.opening.prizes", "players.opening.pity"]
        where kind.hasPrefix(counts) && kind.hasSuffix("left out") {
            return counts + " left out"
        }
        if kind == "players.player",
            !entries.contains(where: { $0.player == players[place].player })
        {
            // Another name of somebody who has not played is somebody left out, and somebody more.
            return "players left out"
        }
        let isLater = path.hasPrefix("players[") && players[place].isSettledLater
        // Of such a player these are believed, and stand for all that is.
        return isLater && MutationTests.believedWhileLater.contains(kind) ? "openedAt" : kind
    }

    private func kind(_ kind: String, of entry: ExportedEntry) -> String {
        let believed = MutationTests.believed
        let isLater = players.contains { $0.player == entry.player && $0.isSettledLater }
        if isLater, believed.contains("later " + kind) { return "later " + kind }
        let own = entry.isGivenBack ? "refused " + kind : kind
        let isEarlier = entry.epoch != nil && entry.epoch != head.version.epoch
        return isEarlier && believed.contains("earlier " + own) ? "earlier " + own : own
    }
}

extension String {
    /// The path without the places in lists.
    fileprivate var withoutPlaces: String {
        var text = ""
        var isInside = false
        for character in self {
            if character == "[" { isInside = true }
            if !isInside { text.append(character) }
            if character == "]" { isInside = false }
        }
        return text
    }

    /// The first place in a list, 0 where there is none.
    fileprivate var firstPlace: Int {
        guard let begin = firstIndex(of: "["), let end = firstIndex(of: "]") else { return 0 }
        return Int(self[index(after: begin)..<end]) ?? 0
    }
}

extension ExportedPlayer {
    fileprivate var isSettledLater: Bool { !settledLater.isEmpty }
}
