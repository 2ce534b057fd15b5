import Testing

@Suite("The bounds of the load")
struct LoadBoundsTests {
    private static func report(_ change: (inout LoadReport) -> Void = { _ in }) -> LoadReport {
        var report = LoadReport(plan: .long(minutes: 1, seed: 1))
        report.rate = 100
        report.rateAtEnd = 100
        for fifth in 0..<5 {
            for _ in 0..<100 { report.reading.fifths[fifth].add(.milliseconds(20)) }
            report.looks.append(look(Double(fifth) / 5 + 0.1))
        }
        change(&report)
        return report
    }

    private static func look(
        _ progress: Double,
        memory: Int = 60 << 20,
        log: Int = 30 << 20,
        isChecked: Bool = false
    ) -> LoadProbe.Look {
        LoadProbe.Look(
            progress: progress,
            life: 0,
            memory: memory,
            log: log,
            isChecked: isChecked
        )
    }

    @Test("Flat figures are taken")
    func flat() {
        #expect(Self.report().complaints == [])
    }

    @Test("Answers that take longer and longer, or fewer and fewer of them, are not")
    func slower() {
        let slow = Self.report { report in
            for _ in 0..<3 { report.reading.fifths[4].add(.milliseconds(200)) }
        }
        #expect(slow.complaints.count == 1)
        #expect(Self.report { $0.rateAtEnd = 79 }.complaints.count == 1)
    }

    @Test("Speed is not judged where something else uses the processors")
    func disturbed() {
        let share = LoadProcessors(all: 1000, busy: 900, own: 700)
            .foreignShare(since: LoadProcessors())
        #expect(share == 0.2)
        let disturbed = Self.report { report in
            report.rateAtEnd = 1
            for ticks in [0, 100] {
                var look = Self.look(0.5)
                look.processors = LoadProcessors(all: ticks * 10, busy: ticks * 2)
                report.looks.append(look)
            }
        }
        #expect(disturbed.complaints == [])
        #expect(LoadProcessors(gateway: 0).all > 0)
    }

    @Test("Memory that grows is not, nor is more of it than a gateway may have")
    func memory() {
        let grown = Self.report { $0.looks[4] = Self.look(0.9, memory: 90 << 20) }
        #expect(grown.complaints.count == 1)
        let large = Self.report { $0.looks[2] = Self.look(0.5, memory: 151 << 20) }
        #expect(large.complaints.count == 1)
    }

    @Test("A write-ahead log above its bound is not, but while the store is checked")
    func log() {
        let long = Self.report { $0.looks[1] = Self.look(0.3, log: 73 << 20) }
        #expect(long.complaints.count == 1)
        let checked = Self.report { report in
            report.looks[1] = Self.look(0.3, log: 73 << 20, isChecked: true)
        }
        #expect(checked.complaints == [])
    }

    @Test("A load of minutes is calm for a third of its time", arguments: [1, 6, 60, 1440])
    func plan(minutes: Int) {
        let plan = LoadPlan.long(minutes: minutes, seed: 7)
        #expect(plan.length == .seconds(minutes * 60))
        #expect(plan.lives.contains { $0.length >= .seconds(minutes * 20) && $0.isChecked })
    }
}
