import GamesDomain
import Primitives

extension GameTerms {
    /// When it can be played.
    var whenLines: [Words] { [window.words(in: zone)] }

    /// Who may play, for what and how often.
    var playLines: [Words] { [eligibility.words] + priceLines + limits.lines }

    private var priceLines: [Words] {
        var lines: [Words] = []
        if free.perDay > 0 {
            lines.append(
                Words(
                    "每天免费 \(free.perDay) 次，当日有效",
                    "Free: \(free.perDay) each day, not kept for the next"
                )
            )
        }
        if free.atStart > 0 {
            lines.append(
                Words(
                    "首次参与另送 \(free.atStart) 次",
                    "Free besides, once: \(free.atStart) for a new member"
                )
            )
        }
        guard let prices = costs.words else { return lines }
        lines.append(Words("免费次数用完后，每次消耗 \(prices.zh)", "Else each costs \(prices.en)"))
        return lines
    }
}

extension [Cost] {
    /// The prices, of which the first is taken that the member has in full; nil of none.
    var words: Words? {
        guard !isEmpty else { return nil }
        return map { Words(both: "\($0.amount.value) \($0.asset.text)") }.joined("，或 ", " or ")
    }
}

extension PlayLimits {
    fileprivate var lines: [Words] {
        let limits: [(Int64?, Words)] = [
            (perHour, Words("每人每小时最多", "For each member within an hour at most")),
            (perDay, Words("每人每天最多", "For each member on a day at most")),
            (perCampaign, Words("每人总共最多", "For each member in all at most")),
            (total, Words("全部会员总共最多", "For all members together at most")),
        ]
        return limits.compactMap { most, words in
            most.map { Words("\(words.zh) \($0) 次", "\(words.en) \($0)") }
        }
    }
}

extension TimeWindow {
    /// When it is open, by the clocks of a zone.
    func words(in zone: Zone) -> Words {
        let from = from.map(zone.text), until = until.map(zone.text)
        let here = "(\(zone.name))"
        switch (from, until) {
        case (let from?, let until?):
            return Words(
                "\(from) 起，\(until) 前 \(here)",
                "From \(from) until before \(until) \(here)"
            )
        case (let from?, nil): return Words("\(from) 起 \(here)", "From \(from) \(here)")
        case (nil, let until?):
            return Words("\(until) 前 \(here)", "Until before \(until) \(here)")
        case (nil, nil): return Words("长期有效", "Without an end")
        }
    }
}

extension Zone {
    /// Local time at an instant, such as `2026-03-01 08:00:00`.
    fileprivate func text(_ instant: Instant) -> String {
        let second = timeOfDayMs(at: instant) / 1000
        let time = [second / 3600, second / 60 % 60, second % 60]
        let digits = time.map { $0 < 10 ? "0\($0)" : "\($0)" }
        return "\(day(of: instant)) \(digits.joined(separator: ":"))"
    }
}

extension Eligibility {
    /// Who may play.
    fileprivate var words: Words {
        if self == .everyone { return Words("所有会员均可参与", "Every member may play") }
        let condition = condition
        return Words("参与条件：\(condition.zh)", "Who may play: \(condition.en)")
    }

    private var condition: Words {
        switch self {
        case .levelAtLeast(let level): Words("等级不低于 \(level)", "level at least \(level)")
        case .growthAtLeast(let growth): Words("成长值不低于 \(growth)", "growth at least \(growth)")
        case .tag(let tag): Words("标签“\(tag)”", "tag “\(tag)”")
        case .birthdayMonth: Words("生日当月", "the month of the birthday")
        case .birthday:
            Words(
                "生日当天（2 月 29 日出生的会员，平年为 2 月 28 日）",
                "the birthday (that of 29 February is 28 February in other years)"
            )
        case .registeredDaysAtLeast(let days):
            Words("注册至少 \(days) 天", "registered at least \(days) days ago")
        case .registeredDaysAtMost(let days):
            Words("注册不超过 \(days) 天", "registered at most \(days) days ago")
        case .badge(let badge): Words("持有徽章“\(badge)”", "badge “\(badge)”")
        case .channel(let channel): Words("渠道“\(channel)”", "channel “\(channel)”")
        case .all(let parts): Self.joined(parts, Words(" 且 ", " and "))
        case .any(let parts): Self.joined(parts, Words(" 或 ", " or "))
        case .not(let part): Words("非（\(part.condition.zh)）", "not (\(part.condition.en))")
        }
    }

    private static func joined(_ parts: [Eligibility], _ word: Words) -> Words {
        let words = parts.map(\.condition).joined(word.zh, word.en)
        return parts.count > 1 ? Words("（\(words.zh)）", "(\(words.en))") : words
    }
}
