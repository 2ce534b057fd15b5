import GamesDomain
import Primitives

extension Game {
    /// What one chance of the table is the chance of.
    var oddsNote: Words {
        switch self {
        case .lottery:
            Words(
                "概率为每次抽奖的精确概率，未计保底。",
                "Odds are the exact ones of each draw, before pity."
            )
        case .cardFlip(let game) where game.rules.mode == .pairs:
            Words(
                "概率为每一对牌的精确概率；随后打乱位置。",
                "Odds are the exact ones of each pair of cards, which are shuffled then."
            )
        case .cardFlip:
            Words(
                "概率为每一张牌的精确概率；随后打乱位置。",
                "Odds are the exact ones of each card, which are shuffled then."
            )
        }
    }

    /// What only this kind of game has.
    var ownLines: [Words] {
        switch self {
        case .lottery(let lottery): lottery.rules.ownLines
        case .cardFlip(let game): game.rules.ownLines
        }
    }
}

extension LotteryRules {
    fileprivate var ownLines: [Words] {
        tenLines + pity.flatMap { $0.lines }
    }

    private var tenLines: [Words] {
        guard let ten else { return [] }
        guard let tier = ten.atLeastOneOf else {
            return [Words("可十连抽", "Ten draws can be made at once")]
        }
        return [
            Words(
                "可十连抽，至少一次抽中 \(tier) 等奖或以上",
                "Ten draws can be made at once; one of them gives a prize of tier \(tier) or better"
            )
        ]
    }
}

extension PityRule {
    fileprivate var lines: [Words] {
        let en = "without a prize of tier \(tier) or better"
        var lines: [Words] = []
        if let hard {
            lines.append(
                Words(
                    "连续 \(hard) 次未中 \(tier) 等奖或以上，下一次必从 \(tier) 等奖中抽取",
                    "After \(hard) draws \(en) the next one is from tier \(tier)"
                )
            )
        }
        if let soft {
            lines.append(
                Words(
                    "自第 \(soft.from) 次未中 \(tier) 等奖或以上的抽奖起，该等奖权重提高 \(soft.rise)，"
                        + "其后每次再提高 \(soft.step)",
                    "From the draw number \(soft.from) \(en) on, the weight of tier \(tier) rises "
                        + "by \(soft.rise), and by \(soft.step) more with each further one"
                )
            )
        }
        return lines
    }
}

extension CardFlipRules {
    fileprivate var ownLines: [Words] {
        var lines = [
            Words("共 \(cards) 张牌，可翻 \(flips) 张", "\(cards) cards, of which \(flips) are turned"),
            mode == .pick
                ? Words("每翻一张即得其下奖品", "Each card that is turned wins what lies under it")
                : Words("翻出两张相同的牌即得一份", "Every two equal cards that are turned win once"),
        ]
        if let extraFlips, let prices = extraFlips.costs.words {
            lines.append(
                Words(
                    "另可最多加翻 \(extraFlips.most) 张，每张消耗 \(prices.zh)",
                    "At most \(extraFlips.most) more, each for \(prices.en)"
                )
            )
        }
        let seconds = timeoutMs / 1000
        return lines + [
            Words(
                "开局 \(seconds) 秒后自动结算，剩余已付的翻牌由系统代翻",
                "After \(seconds) seconds a round ends, and the flips that are left are made"
            )
        ]
    }
}
