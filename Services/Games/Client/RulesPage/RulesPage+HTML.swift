import Chance
import GamesDomain
import Primitives

extension RulesPage {
    /// The page as one document of HTML that loads and runs nothing.
    package var html: String {
        var writer = HTMLWriter()
        writer.markup(
            """
            <!DOCTYPE html>
            <html lang="zh">
            <head>
            <meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" \
            content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>
            """
        )
        writer.text(entry.display.title)
        writer.markup(
            """
            </title>
            <style>
            body { font: 16px/1.5 sans-serif; margin: 1em auto; max-width: 60em; padding: 0 1em; }
            table { border-collapse: collapse; width: 100%; }
            th, td { border: 1px solid #bbb; padding: 0.3em; text-align: left; vertical-align: top; }
            [lang=en] { color: #555; }
            code { overflow-wrap: anywhere; }
            </style>
            </head>
            <body>

            """
        )
        entry.writeRules(to: &writer, by: organiser)
        writeFairness(to: &writer)
        writeComing(to: &writer)
        writer.markup("</body>\n</html>\n")
        return writer.html
    }

    private func writeFairness(to writer: inout HTMLWriter) {
        writer.heading("公平性验证", "How draws can be checked")
        writer.markup("<p>")
        writer.words(
            Words(
                "每期的种子承诺事先公布；期满后公布种子和全部抽取记录，任何人都可以逐条验证。",
                "The commitment to each epoch's seed is public beforehand; afterwards the seed and "
                    + "all plays are, so that anyone can draw them again."
            )
        )
        writer.markup("</p>\n<p><a href=\"../../fairness/")
        writer.text(entry.id.text)
        writer.markup("/epochs\">")
        writer.text("/v1/fairness/\(entry.id.text)/epochs")
        writer.markup("</a></p>\n<p>")
        writer.words(Words("规则版本", "Version of the rules"))
        writer.markup(" <code>")
        writer.text("\(version) · \(entry.versionHash)")
        writer.markup("</code></p>\n")
    }

    private func writeComing(to writer: inout HTMLWriter) {
        guard let coming else { return }
        let from = TimeWindow(from: coming.from).words(in: coming.entry.terms.zone)
        writer.markup("<hr>\n<p><strong>")
        writer.words(
            Words(
                "以下新规则已发布，最迟 \(from.zh) 生效。",
                "The rules below are published, and hold at the latest: \(from.en)."
            )
        )
        writer.markup("</strong></p>\n")
        coming.entry.writeRules(to: &writer, by: nil)
        writer.markup("<p><code>")
        writer.text("\(coming.version) · \(coming.entry.versionHash)")
        writer.markup("</code></p>\n")
    }
}

extension GameEntry {
    fileprivate func writeRules(to writer: inout HTMLWriter, by organiser: String?) {
        writer.markup("<h1>")
        writer.name(display.title)
        writer.markup("</h1>\n<p>")
        if let description = display.description { writer.name(description) }
        writer.markup("</p>\n")
        if let organiser {
            writer.heading("主办方", "Organiser")
            writer.list([Words(both: organiser)])
        }
        writer.heading("活动时间", "When")
        writer.list(terms.whenLines)
        writer.heading("参与方式", "How to play")
        writer.list(terms.playLines + game.ownLines)
        writer.heading("奖品与概率", "Prizes and odds")
        writePrizes(to: &writer)
        writer.markup("<p>")
        writer.words(game.oddsNote)
        writer.markup("</p>\n")
        writer.list(
            cautioned.map { prize in
                let title = display.prize(prize.id).title
                return Words(
                    "注意：“\(title)”的价值超过 50,000.00，请先确认法律允许。",
                    "Caution: “\(title)” is worth more than 50,000.00; see that the law allows it."
                )
            }
        )
    }

    private func writePrizes(to writer: inout HTMLWriter) {
        writer.markup("<table>\n<tr>")
        for heading in Self.columns {
            writer.markup("<th>")
            writer.words(heading)
            writer.markup("</th>")
        }
        writer.markup("</tr>\n")
        for (prize, odds) in zip(game.table.prizes, game.table.odds()) {
            writer.markup("<tr><td>")
            writer.name(display.prize(prize.id).title)
            writer.markup("</td><td>")
            if let tier = prize.tier { writer.text("\(tier)") }
            writer.markup("</td><td>")
            writer.words(prize.kind.words)
            writer.markup("</td><td>")
            writer.text("\(odds.odds) = \(odds.odds.percentText(digits: 6))%")
            writer.markup("</td><td>")
            writer.list(prize.quantity)
            writer.markup("</td><td>")
            writer.list(prize.conditions(in: self))
            writer.markup("</td><td>")
            writer.text(prize.value ?? "")
            writer.markup("</td></tr>\n")
        }
        writer.markup("</table>\n")
    }

    private static var columns: [Words] {
        [
            Words("奖品", "Prize"), Words("等级", "Tier"), Words("内容", "What it is"),
            Words("概率", "Odds"), Words("数量", "Quantity"), Words("条件", "Conditions"),
            Words("价值", "Value"),
        ]
    }
}
