import GamesClient
import GamesDomain
import Primitives
import Testing
import Wire

@Suite("The rules page of a game")
struct RulesPageTests {
    static let hostile = #"</td><script>alert("1")</script>'&amp;"#

    private func page(_ text: String, coming: RulesPage.Coming? = nil) throws -> RulesPage {
        RulesPage(of: try Sketch.entry(text), version: 3, organiser: "Jifen & Co", coming: coming)
    }

    private func json(_ page: RulesPage) throws -> JSON {
        var writer = JSONWriter()
        writer.object { page.write(to: &$0) }
        return try JSONParser.parse(writer.bytes)
    }

    @Test("odds are exact, as a fraction and in percent, and add up")
    func odds() throws {
        let page = try page(Sketch.lottery)
        let prizes = try json(page)["rules"]?["prizes"]?.elements ?? []
        #expect(prizes.first?["odds"] == ["fraction": "1/60", "percent": "1.666667"])
        #expect(prizes.compactMap { $0["weight"]?.integer }.reduce(0, +) == 600)
        #expect(page.html.contains("1/60 = 1.666667%"))
    }

    @Test("all that binds a lottery is told")
    func lottery() throws {
        let page = try page(Sketch.lottery)
        let json = try json(page)
        let rules = json["rules"]
        #expect(json["organiser"] == "Jifen & Co")
        #expect(rules?["cost"]?.elements?.count == 2)
        #expect(rules?["limits"] == ["perHour": 50, "perDay": 60, "total": 100_000])
        #expect(rules?["pity"]?.elements?.first?["hard"] == 9)
        #expect(rules?["ten"] == ["atLeastOneOf": 2])
        #expect(rules?["window"]?["from"] == "2026-02-01T00:00:00.000Z")
        let mug = rules?["prizes"]?.elements?[2]
        #expect(mug?["stock"] == ["total": 400, "perDay": 5, "isPaced": true])
        for part in [
            "Jifen &amp; Co", "2026-02-01 08:00:00", "1 tickets or 20 points",
            "After 9 draws without a prize of tier 1 or better", "400 in all",
            "level at least 2", "10 to 50 points in steps of 5", "../../fairness/wheel/epochs",
        ] {
            #expect(page.html.contains(part), "\(part)")
        }
    }

    @Test(
        "the rules of cards tell how many are turned, and for what more of them",
        arguments: [
            (Sketch.pick, "wins what lies under it"), (Sketch.pairs, "Every two equal cards"),
        ]
    )
    func cardFlip(_ text: String, part: String) throws {
        let page = try page(text)
        #expect(try json(page)["kind"] == "cardFlip")
        #expect(
            try json(page)["rules"]?["cards"]?.integer
                == page.html.firstNumber(before: " cards, of which")
        )
        #expect(page.html.contains(part))
    }

    @Test("who may play is told in words and as the programme has it")
    func eligibility() throws {
        let condition =
            #"{"any": [{"birthday": true}, {"birthdayMonth": true}, "#
            + #"{"registeredDaysAtLeast": 30}, {"registeredDaysAtMost": 7}, {"badge": "gold"}]}"#
        let text = Sketch.lottery.replacing(
            #""title": "Wheel""#,
            with: #""title": "Wheel", "eligibility": "# + condition
        )
        let page = try page(text)
        let told = try json(page)["rules"]?["eligibility"]
        #expect(told == (try JSONParser.parse(Array(condition.utf8))))
        for part in [
            "the birthday (that of 29 February is 28 February in other years)",
            "the month of the birthday", "registered at least 30 days ago",
            "registered at most 7 days ago", "badge “gold”", "生日当天", "生日当月",
            "注册至少 30 天", "注册不超过 7 天", "持有徽章“gold”",
        ] {
            #expect(page.html.contains(part), "\(part)")
        }
    }

    @Test("what people have named is text in the page, whatever it says")
    func escaping() throws {
        let quoted = String(decoding: JSONWriter.bytes(of: .string(Self.hostile)), as: UTF8.self)
        let text = Sketch.lottery
            .replacing(
                #""title": "Wheel""#,
                with: #""title": \#(quoted), "description": \#(quoted)"#
            )
            .replacing(#""title": "A mug""#, with: #""title": \#(quoted)"#)
        let page = RulesPage(
            of: try Sketch.entry(text),
            version: 1,
            organiser: Self.hostile,
            coming: nil
        )
        let html = page.html
        #expect(!html.contains("<script"))
        #expect(!html.contains(#"alert("1")"#))
        let escaped = "&lt;/td&gt;&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&#39;&amp;amp;"
        // The title, twice; the description, the organiser, and the prize.
        #expect(html.components(around: escaped) >= 5)
        #expect(try json(page)["rules"]?["title"]?.text == Self.hostile)
    }

    @Test(
        "a prize worth more than 50,000.00 stands with a caution",
        arguments: [
            (5_000_000, 0), (5_000_001, 1),
        ]
    )
    func caution(_ value: Int64, cautions: Int) throws {
        let text = Sketch.lottery
            .replacing(#""title": "A mug""#, with: #""title": "A mug", "value": \#(value)"#)
        let page = try page(text)
        #expect(try json(page)["rules"]?["cautions"]?.elements?.count == cautions)
        #expect(page.html.contains("Caution: “A mug”") == (cautions > 0))
        #expect(page.html.contains(value == 5_000_000 ? "50000.00" : "50000.01"))
    }

    @Test("rules that wait for the next epoch stand below those in force")
    func coming() throws {
        let next = try Sketch.entry(
            Sketch.lottery,
            replacing: [#""weight": 290}"#: #""weight": 890}"#]
        )
        let page = try page(
            Sketch.lottery,
            coming: RulesPage.Coming(next, version: 4, from: Fixture.noon)
        )
        let coming = try json(page)["coming"]
        #expect(coming?["version"] == 4)
        #expect(coming?["rules"]?["prizes"]?.elements?.first?["odds"]?["fraction"] == "1/120")
        #expect(page.html.contains("From 2026-03-01 12:00:00"))
        #expect(page.html.contains("1/120 = 0.833333%"))
    }
}

extension String {
    /// How often a text stands in it.
    fileprivate func components(around text: String) -> Int { ranges(of: text).count }

    /// The number right before a text.
    fileprivate func firstNumber(before text: String) -> Int64? {
        guard let place = ranges(of: text).first else { return nil }
        let digits = self[..<place.lowerBound].reversed().prefix { $0.isNumber }
        return Int64(String(digits.reversed()))
    }
}
