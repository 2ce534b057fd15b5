/// What must hold of the figures of a load; they are compared with those of the same run.
struct LoadBounds: Sendable {
    /// How many times as long as in the first fifth answers may take in the last.
    let latencyFactor: Double
    /// What they may take more than that, in milliseconds: of the median, and of the 99th of 100.
    let latencySlackMs: (median: Double, high: Double)
    /// How much more memory than in the second fifth the last may need beside a quarter, in bytes.
    let memorySlack: Int
    /// Which share of the rate must still be sent at the end.
    let leastRate: Double

    /// The most memory that a gateway may need, in bytes.
    static let mostMemory = 150 << 20
    /// The longest write-ahead log, in bytes: the bound of the design and one group more.
    static let longestLog = (64 << 20) + (8 << 20)

    /// Short runs are disturbed by whatever runs beside them.
    static let short = LoadBounds(
        latencyFactor: 8,
        latencySlackMs: (200, 1_500),
        memorySlack: 32 << 20,
        leastRate: 0.1
    )
    static let long = LoadBounds(
        latencyFactor: 2,
        latencySlackMs: (5, 50),
        memorySlack: 8 << 20,
        leastRate: 0.8
    )

    /// Where something else uses more of the processors than this, 0 to 1, speed is not judged.
    static let mostForeign = 0.15

    /// What does not hold.
    func complaints(about report: LoadReport) -> [String] {
        let isDisturbed = (report.foreignShares.max() ?? 0) > Self.mostForeign
        return sizes(report) + (isDisturbed ? [] : speed(report))
    }

    /// What does not hold of latency and rate.
    private func speed(_ report: LoadReport) -> [String] {
        var complaints: [String] = []
        let (first, last) = (report.reading.fifths[0], report.reading.fifths[4])
        for (share, slack) in [(0.5, latencySlackMs.median), (0.99, latencySlackMs.high)] {
            let most = first.quantile(share) * latencyFactor + slack
            let found = last.quantile(share)
            if found > most {
                complaints.append("quantile \(share): \(found) ms at the end, at most \(most)")
            }
        }
        if report.rateAtEnd < report.rate * leastRate {
            complaints.append("the rate fell from \(report.rate) to \(report.rateAtEnd)")
        }
        return complaints
    }

    /// What does not hold of memory and log.
    private func sizes(_ report: LoadReport) -> [String] {
        var complaints: [String] = []
        func expect(_ isRight: Bool, _ complaint: @autoclosure () -> String) {
            if !isRight { complaints.append(complaint()) }
        }
        let early = report.looks(inFifth: 1).map(\.memory).median
        let late = report.looks(inFifth: 4).map(\.memory).median
        expect(
            late <= early + early / 4 + memorySlack,
            "memory in the last fifth: \(late), in the second: \(early)"
        )
        let most = report.looks.map(\.memory).max() ?? 0
        expect((1...Self.mostMemory).contains(most), "memory: \(most)")
        let log = report.looks.filter { !$0.isChecked }.map(\.log).max() ?? 0
        expect((1...Self.longestLog).contains(log), "write-ahead log: \(log)")
        return complaints
    }
}
