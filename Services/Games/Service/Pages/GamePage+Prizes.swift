import Chance
import GamesClient
import GamesDomain
import Primitives
import Wire

extension GamePage {
    /// Writes each prize with its odds, those of the member's next draw too, and why it could not
    /// be given now.
    func writePrizes(to writer: inout JSONWriter) {
        let table = entry.game.table
        let plain = table.odds()
        let own = entry.game.odds(for: player)
        let zone = entry.game.terms.zone
        let occasion = Occasion(at: now, in: zone, level: traits.level)
        let dayEnd = zone.start(of: occasion.day.following)
        writer.name("prizes")
        writer.array(table.prizes.indices) { writer, place in
            let prize = table.prizes[place]
            writer.object { writer in
                writer.member("id", prize.id.text)
                let shown = entry.display.prize(prize.id)
                writer.member("title", shown.title)
                writer.member("image", ifPresent: shown.image)
                writer.member("kind", prize.kind.json)
                if let tier = prize.tier { writer.member("tier", tier) }
                writer.member("weight", prize.weight)
                writer.name("odds")
                plain[place].odds.write(to: &writer)
                if let own {
                    writer.name("effectiveOdds")
                    own[place].odds.write(to: &writer)
                }
                if let left = (state.stock[prize.id] ?? StockCount()).left(of: prize.stock) {
                    writer.member("left", left)
                }
                if let left = table.leftToday(of: prize, on: occasion, until: dayEnd, state) {
                    writer.member("leftToday", left)
                }
                if let value = prize.valueMinor { writer.member("valueMinor", value) }
                writer.member("substitute", ifPresent: prize.substitute?.text)
                if let hindrance = table.hindrance(of: prize, on: occasion, state, player) {
                    writer.name("unavailable")
                    writer.object { write(hindrance, of: prize, dayEnd: dayEnd, to: &$0) }
                }
            }
        }
    }
}

extension Game {
    /// The exact odds of a player's next draw, or nil of a game whose odds never change.
    func odds(for player: Player) -> [PrizeOdds]? {
        if case .lottery(let lottery) = self { lottery.odds(for: player) } else { nil }
    }

    /// Writes what only this kind of game has.
    func writeOwn(to writer: inout JSONWriter, _ player: Player) {
        switch self {
        case .lottery(let lottery): lottery.write(to: &writer, player)
        case .cardFlip(let game): game.write(to: &writer)
        }
    }
}

extension Lottery {
    fileprivate func write(to writer: inout JSONWriter, _ player: Player) {
        writer.name("counts")
        writer.array(rules.ten == nil ? [1] : [1, TenDraws.count]) { $0.integer($1) }
        if let ten = rules.ten {
            writer.name("ten")
            writer.object { writer in
                if let tier = ten.atLeastOneOf { writer.member("atLeastOneOf", tier) }
            }
        }
        writer.name("pity")
        writer.array(rules.pity) { writer, rule in
            let count = player.pity[rule.pool] ?? 0
            writer.object { writer in
                writer.member("pool", rule.pool.text)
                writer.member("tier", rule.tier)
                writer.member("count", count)
                if let hard = rule.hard {
                    writer.member("hard", hard)
                    writer.member("left", max(0, hard - min(hard, count)))
                }
                if let soft = rule.soft { writer.member("softFrom", soft.from) }
            }
        }
    }
}

extension CardFlip {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.member("mode", rules.mode.rawValue)
        writer.member("cards", rules.cards)
        writer.member("flips", rules.flips)
        writer.member("timeoutSeconds", rules.timeoutMs / 1000)
        guard let extra = rules.extraFlips else { return }
        writer.name("extraFlips")
        writer.object { writer in
            writer.member("most", extra.most)
            writer.name("cost")
            writer.array(extra.costs) { writer, cost in cost.write(to: &writer) }
        }
    }
}

extension TimeWindow {
    func write(to writer: inout JSONWriter) {
        writer.member("from", ifPresent: from?.description)
        writer.member("until", ifPresent: until?.description)
    }
}

extension Fraction {
    /// Writes the fraction exactly, and in percent with six decimals for people.
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.member("fraction", description)
            writer.member("percent", percentText(digits: 6))
        }
    }
}
