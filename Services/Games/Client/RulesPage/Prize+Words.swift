import GamesDomain
import Primitives

extension PrizeKind {
    /// What the prize is.
    var words: Words {
        switch self {
        case .asset(let asset, let range) where range.isFixed:
            Words(both: "\(range.lowest) \(asset.text)")
        case .asset(let asset, let range):
            Words(
                "\(range.lowest) 至 \(range.highest) \(asset.text)（间隔 \(range.step)，机会均等）",
                "\(range.lowest) to \(range.highest) \(asset.text) in steps of \(range.step), "
                    + "each as likely"
            )
        case .freezes(let count): Words("补签保护 × \(count)", "Streak freeze × \(count)")
        case .product(let product, let quantity):
            Words("商品 \(product.text) × \(quantity)", "Product \(product.text) × \(quantity)")
        case .chances(let count): Words("免费机会 × \(count)", "Free chance × \(count)")
        case .nothing: Words("无奖品", "Nothing")
        }
    }
}

extension Prize {
    /// How much there is of it.
    var quantity: [Words] {
        var lines: [Words] = []
        if let total = stock.total { lines.append(Words("共 \(total)", "\(total) in all")) }
        if let perDay = stock.perDay {
            lines.append(Words("每天 \(perDay)", "\(perDay) each day"))
        }
        if stock.isPaced { lines.append(Words("均匀放出", "released evenly over time")) }
        return lines.isEmpty ? [Words("不限量", "without limit")] : lines
    }

    /// Under what it can be won, and what is given where it cannot.
    func conditions(in entry: GameEntry) -> [Words] {
        var lines: [Words] = []
        if window != .always { lines.append(window.words(in: entry.terms.zone)) }
        if let level = levelAtLeast {
            lines.append(Words("等级不低于 \(level)", "level at least \(level)"))
        }
        if unlockAfter > 0 {
            lines.append(Words("参与满 \(unlockAfter) 次后", "after \(unlockAfter) plays"))
        }
        if let most = perMember {
            lines.append(Words("每人最多 \(most) 份", "at most \(most) for each member"))
        }
        if let substitute {
            let title = entry.display.prize(substitute).title
            lines.append(Words("无法发放时改为：\(title)", "else instead: \(title)"))
        }
        return lines
    }

    /// What one is worth in the programme's currency, such as `12.50`, or nil where it is not said.
    var value: String? {
        valueMinor.map { minor in
            let (whole, rest) = max(0, minor).quotientAndRemainder(dividingBy: 100)
            return "\(whole).\(rest < 10 ? "0" : "")\(rest)"
        }
    }
}
