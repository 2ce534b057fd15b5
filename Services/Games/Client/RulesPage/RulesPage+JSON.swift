import Chance
import GamesDomain
import Primitives
import Wire

extension RulesPage {
    /// Writes the members of the page.
    package func write(to writer: inout JSONWriter) {
        writer.member("game", entry.id.text)
        writer.member("kind", entry.kind.rawValue)
        writer.member("organiser", ifPresent: organiser)
        writer.member("version", version)
        writer.name("rules")
        writer.object { entry.writeRules(to: &$0) }
        writer.name("fairness")
        writer.object { $0.member("epochs", "/v1/fairness/\(entry.id.text)/epochs") }
        guard let coming else { return }
        writer.name("coming")
        writer.object { writer in
            writer.member("from", coming.from.description)
            writer.member("version", coming.version)
            writer.name("rules")
            writer.object { coming.entry.writeRules(to: &$0) }
        }
    }
}

extension GameEntry {
    fileprivate func writeRules(to writer: inout JSONWriter) {
        writer.member("title", display.title)
        writer.member("description", ifPresent: display.description)
        writer.member("versionHash", versionHash.description)
        writer.member("zone", terms.zone.name)
        writer.member("window", terms.window.json)
        if terms.eligibility != .everyone {
            writer.member("eligibility", terms.eligibility.json)
        }
        writer.name("free")
        writer.object { writer in
            writer.member("perDay", terms.free.perDay)
            writer.member("atStart", terms.free.atStart)
        }
        writer.member("cost", forms: terms.costs)
        writer.name("limits")
        writer.object { writer in
            writer.member("perHour", ifPresent: terms.limits.perHour)
            writer.member("perDay", ifPresent: terms.limits.perDay)
            writer.member("perCampaign", ifPresent: terms.limits.perCampaign)
            writer.member("total", ifPresent: terms.limits.total)
        }
        writer.name("prizes")
        writer.array(zip(game.table.prizes, game.table.odds())) { writer, line in
            writer.object { write(line.0, line.1.odds, to: &$0) }
        }
        game.writeOwnRules(to: &writer)
        writer.name("cautions")
        writer.array(cautioned) { writer, prize in
            writer.object { writer in
                writer.member("prize", prize.id.text)
                writer.member("valueAbove", [Prize].cautionedValueMinor)
            }
        }
    }

    private func write(_ prize: Prize, _ odds: Fraction, to writer: inout JSONWriter) {
        writer.member("id", prize.id.text)
        writer.member("title", display.prize(prize.id).title)
        writer.member("kind", prize.kind.json)
        writer.member("tier", ifPresent: prize.tier)
        writer.member("weight", prize.weight)
        writer.name("odds")
        writer.object { writer in
            writer.member("fraction", odds.description)
            writer.member("percent", odds.percentText(digits: 6))
        }
        if prize.stock != .unlimited {
            writer.name("stock")
            writer.object { writer in
                writer.member("total", ifPresent: prize.stock.total)
                writer.member("perDay", ifPresent: prize.stock.perDay)
                writer.member("isPaced", prize.stock.isPaced)
            }
        }
        writer.member("perMember", ifPresent: prize.perMember)
        if prize.window != .always { writer.member("window", prize.window.json) }
        if prize.unlockAfter > 0 { writer.member("unlockAfter", prize.unlockAfter) }
        writer.member("levelAtLeast", ifPresent: prize.levelAtLeast)
        writer.member("substitute", ifPresent: prize.substitute?.text)
        writer.member("valueMinor", ifPresent: prize.valueMinor)
    }
}

extension Game {
    fileprivate func writeOwnRules(to writer: inout JSONWriter) {
        switch self {
        case .lottery(let lottery): lottery.writeOwnRules(to: &writer)
        case .cardFlip(let game): game.writeOwnRules(to: &writer)
        }
    }
}

extension Lottery {
    fileprivate func writeOwnRules(to writer: inout JSONWriter) {
        writer.member("counts", integers: rules.ten == nil ? [1] : [1, TenDraws.count])
        if let ten = rules.ten {
            writer.name("ten")
            writer.object { $0.member("atLeastOneOf", ifPresent: ten.atLeastOneOf) }
        }
        writer.name("pity")
        writer.array(rules.pity) { writer, rule in
            writer.object { writer in
                writer.member("pool", rule.pool.text)
                writer.member("tier", rule.tier)
                writer.member("hard", ifPresent: rule.hard)
                guard let soft = rule.soft else { return }
                writer.name("soft")
                writer.object { writer in
                    writer.member("from", soft.from)
                    writer.member("rise", soft.rise)
                    writer.member("step", soft.step)
                }
            }
        }
    }
}

extension CardFlip {
    fileprivate func writeOwnRules(to writer: inout JSONWriter) {
        writer.member("mode", rules.mode.rawValue)
        writer.member("cards", rules.cards)
        writer.member("flips", rules.flips)
        writer.member("timeoutSeconds", rules.timeoutMs / 1000)
        guard let extra = rules.extraFlips else { return }
        writer.name("extraFlips")
        writer.object { writer in
            writer.member("most", extra.most)
            writer.member("cost", forms: extra.costs)
        }
    }
}

extension JSONWriter {
    fileprivate mutating func member(_ name: StaticString, ifPresent number: Int64?) {
        if let number { member(name, number) }
    }
}
