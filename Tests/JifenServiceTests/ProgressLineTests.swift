import JifenService
import Testing

@Suite("The progress of something long")
struct ProgressLineTests {
    private let begun = ContinuousClock.now

    @Test("on a terminal it is rewritten at most ten times a second, with the share and the rate")
    func terminal() {
        let lines = shown(of: 69_659, isTerminal: true) { line in
            line.show(1, at: begun + .milliseconds(50))
            line.show(1000, at: begun + .milliseconds(100))
            line.show(1500, at: begun + .milliseconds(150))
            line.show(34_830, at: begun + .seconds(2))
            line.end()
        }
        #expect(
            lines == [
                "[........................] 1 %  1,000 of 69,659 events, 10,000 a second",
                "[############............] 50 %  34,830 of 69,659 events, 17,415 a second",
                "",
            ]
        )
    }

    @Test("elsewhere it is a line every few seconds, and none for what was quick")
    func file() {
        let lines = shown(of: 100, isTerminal: false) { line in
            line.show(10, at: begun + .seconds(1))
            line.show(60, at: begun + .seconds(3))
            line.show(70, at: begun + .seconds(5))
            line.show(100, at: begun + .seconds(6))
            line.end()
        }
        #expect(
            lines == [
                "[##############..........] 60 %  60 of 100 events, 20 a second",
                "[########################] 100 %  100 of 100 events, 16 a second",
            ]
        )
    }

    @Test("where it is not known how many there are, the number and the rate are shown")
    func unknownTotal() {
        let lines = shown(of: nil, isTerminal: true) { $0.show(1_234_567, at: begun + .seconds(1)) }
        #expect(lines == ["1,234,567 events, 1,234,567 a second"])
    }

    @Test("odd counts make no odd line", arguments: [(0, 0), (5, 0), (7, 5), (-1, 5)])
    func oddCounts(done: Int, total: Int) {
        let lines = shown(of: total, isTerminal: true) { line in
            line.show(done, at: begun + .seconds(1))
            line.show(done, at: begun - .seconds(1))
        }
        #expect(lines.count == 1)
    }

    @Test(
        "numbers are grouped by thousands",
        arguments: [
            (0, "0"), (999, "999"), (1000, "1,000"), (100_000, "100,000"),
            (-1_234_567, "-1,234,567"),
            (Int64.min, "-9,223,372,036,854,775,808"),
        ]
    )
    func grouped(number: Int64, text: String) {
        #expect(number.grouped == text)
    }

    private func shown(
        of total: Int?,
        isTerminal: Bool,
        _ show: (inout ProgressLine) -> Void
    ) -> [String] {
        let lines = Diary()
        let paper = ProgressLine.Paper(isTerminal: isTerminal) { lines.note($0) }
        var line = ProgressLine("events", of: total, from: begun, on: paper)
        show(&line)
        return lines.all
    }
}
