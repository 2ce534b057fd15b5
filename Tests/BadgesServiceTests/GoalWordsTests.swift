import BadgesDomain
import BadgesService
import JifenService
import ServiceHost
import Testing

@Suite("Goals in words")
struct GoalWordsTests {
    private static let words = """
        words:
          review.written: {en: Write a review, zh: 写评价}
          category: {en: category, zh: 类别}
          quiet.event: {zh: 静}
        """

    private static func section(_ goal: String) throws -> BadgesSection {
        let yaml = """
            zone: UTC
            assets: [{id: points, name: P}]
            \(words)
            badges: [{id: b, tiers: [{id: t, goal: \(goal)}]}]
            """
        return try BadgesSection(ProgrammeFile(yaml: yaml).section(of: .badges))
    }

    @Test(
        "are plain words in English and in Chinese",
        arguments: [
            ("{count: checkin.done, atLeast: 1}", "Check in once", "签到1次"),
            ("{count: checkin.done, atLeast: 10}", "Check in 10 times", "签到10次"),
            (
                "{count: [order.paid, review.written], atLeast: 3}",
                "Order or Write a review 3 times", "下单或写评价3次"
            ), ("{streak: checkin.done, atLeast: 7}", "Check in 7 days in a row", "连续签到7天"),
            ("{streak: checkin.done, atLeast: 1}", "Check in once", "签到1次"),
            (
                "{sum: amount, of: points.earned, atLeast: 100}", "Earn points, amount 100 in all",
                "获得积分，数量累计达到100"
            ),
            (
                "{distinct: category, of: order.paid, atLeast: 4}",
                "Order with 4 different values of category", "下单，类别达到4种"
            ),
            (
                "{distinct: category, of: order.paid, atLeast: 1}", "Order once with category",
                "下单，类别达到1种"
            ),
            (
                "{maximum: amountMinor, of: order.paid, atLeast: 500}",
                "Order once with amount in minor units of at least 500", "单次下单，金额（分）不少于500"
            ), ("{count: other.event, atLeast: 2}", "other.event 2 times", "other.event2次"),
            ("{count: quiet.event, atLeast: 2}", "quiet.event 2 times", "静2次"),
        ]
    )
    func quantities(goal: String, english: String, chinese: String) throws {
        try expect(goal, english, chinese)
    }

    @Test(
        "say over which days",
        arguments: [
            ("each: day", "Order 3 times on one day", "一天内下单3次"),
            ("each: week", "Order 3 times in one week", "一周内下单3次"),
            ("each: month", "Order 3 times in one month", "一个月内下单3次"),
            ("within: 30", "Order 3 times within 30 days", "30天内下单3次"),
            (
                "between: {from: 2026-03-01, to: 2026-03-31}",
                "Order 3 times from 2026-03-01 to 2026-03-31", "2026-03-01至2026-03-31期间下单3次"
            ),
        ]
    )
    func spans(span: String, english: String, chinese: String) throws {
        try expect("{count: order.paid, atLeast: 3, \(span)}", english, chinese)
    }

    @Test("say from which day on, where the badge has one")
    func since() throws {
        let yaml = """
            zone: UTC
            assets: [{id: points, name: P}]
            badges: [{id: b, since: 2026-03-01, tiers: [{id: t, goal: {count: order.paid, atLeast: 3}}]}]
            """
        let section = try BadgesSection(ProgrammeFile(yaml: yaml).section(of: .badges))
        try expect(section, "Order 3 times from 2026-03-01 on", "2026-03-01起下单3次")
    }

    @Test(
        "say what attributes must be",
        arguments: [
            ("{category: {is: tea}}", "category: tea", "类别：tea"),
            (
                "{category: {oneOf: [tea, 3, true]}}", "category: 3 / tea / true",
                "类别：3 / tea / true"
            ),
            ("{n: {atLeast: 3}}", "n at least 3", "n不少于3"),
            ("{n: {atMost: 5}}", "n at most 5", "n不多于5"),
            ("{n: {atLeast: 3, atMost: 5}}", "n at least 3 and at most 5", "n不少于3且不多于5"),
            ("{n: {is: 1}, category: {is: a}}", "category: a, n: 1", "n：1，类别：a"),
        ]
    )
    func attributes(tests: String, english: String, chinese: String) throws {
        try expect(
            "{count: order.paid, atLeast: 2, attributes: \(tests)}",
            "Order (\(english)) 2 times",
            "下单（\(chinese)）2次"
        )
    }

    @Test("are joined, with brackets where one kind stands in the other")
    func joined() throws {
        let (order, visit) = (
            "{count: order.paid, atLeast: 2}", "{count: checkin.done, atLeast: 3}"
        )
        try expect(
            "{all: [\(order), \(visit)]}",
            "Order 2 times, and Check in 3 times",
            "下单2次，并且签到3次"
        )
        try expect(
            "{any: [\(order), {all: [\(visit), \(order)]}]}",
            "Order 2 times, or (Check in 3 times, and Order 2 times)",
            "下单2次，或者(签到3次，并且下单2次)"
        )
    }

    @Test("say how far a member is, never further than what is needed")
    func progress() throws {
        let section = try Self.section("{streak: checkin.done, atLeast: 7}")
        let goal = try #require(section.badges.first?.badge.tiers.first?.goal)
        let texts = [4, 9].flatMap { value in
            goal.progress { _ in value }.map { part in
                Language.allCases.map { GoalWords(words: section.words, language: $0).text(part) }
            }
        }
        #expect(
            texts == [
                ["Check in 7 days in a row (4 of 7)", "连续签到7天（4/7）"],
                ["Check in 7 days in a row (7 of 7)", "连续签到7天（7/7）"],
            ]
        )
    }

    private func expect(_ goal: String, _ english: String, _ chinese: String) throws {
        try expect(Self.section(goal), english, chinese)
    }

    private func expect(_ section: BadgesSection, _ english: String, _ chinese: String) throws {
        let goal = try #require(section.badges.first?.badge.tiers.first?.goal)
        let texts = Language.allCases.map { language in
            GoalWords(words: section.words, language: language).text(goal)
        }
        #expect(texts == [english, chinese])
    }
}
