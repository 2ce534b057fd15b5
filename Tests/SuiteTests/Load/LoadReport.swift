import Foundation

/// What came of a load.
struct LoadReport: Sendable {
    let plan: LoadPlan
    /// Requests a second, as many as could be answered, and as many as were sent.
    var capacity = 0.0
    var rate = 0.0
    var rateAtEnd = 0.0
    var givenWay = 0
    var answered = 0
    var refused = 0
    var unanswered = 0
    /// How long the gateway was away, by how it had ended.
    var away: [LoadPlan.Ending: [Duration]] = [:]
    var reading = LoadMeter.Reading()
    var looks: [LoadProbe.Look] = []
    /// How many requests, members, accounts and rows were looked at at the end.
    var repeated = 0
    var balances = 0
    var accounts = 0
    var rows = 0
    var bytes = 0
    var faults: [LoadFault] = []

    /// What does not hold of the figures.
    var complaints: [String] { plan.bounds.complaints(about: self) }

    /// What was seen in a fifth of the load.
    func looks(inFifth fifth: Int) -> [LoadProbe.Look] {
        looks.filter { min(4, Int($0.progress * 5)) == fifth }
    }

    /// Which share of the processors something else than the load used in each fifth, 0 to 1.
    var foreignShares: [Double] {
        (0..<5).map { fifth in
            let looks = looks(inFifth: fifth)
            guard let first = looks.first, let last = looks.last else { return 0 }
            return last.processors.foreignShare(since: first.processors)
        }
    }
}

extension LoadReport: CustomStringConvertible {
    var description: String {
        ([head, ends, latency] + memory + kinds + [audit] + faults.map { "fault: \($0)" })
            .joined(separator: "\n")
    }

    private var head: String {
        """
        \(plan.length.inSeconds.text(0)) s of load on \(plan.members) members; capacity \
        \(capacity.text(0)) /s, sent \(rate.text(0)) /s, at the end \(rateAtEnd.text(0)) /s \
        (gave way \(givenWay) times)
        \(answered) answers, \(refused) of them final refusals; \(unanswered) writes had no \
        answer at first
        """
    }

    private var ends: String {
        [LoadPlan.Ending.killed, .stopped].map { ending in
            let times = (away[ending] ?? []).map(\.inSeconds)
            return """
                \(ending) \(times.count) times, away \(times.reduce(0, +).text(1)) s, \
                at most \((times.max() ?? 0).text(2)) s
                """
        }.joined(separator: "; ")
    }

    private var latency: String {
        "latency in ms, p50/p99 by fifths: "
            + reading.fifths.map(\.text).joined(separator: "  ")
            + "; others used of the processors: "
            + foreignShares.map { "\(($0 * 100).text(0)) %" }.joined(separator: "  ")
    }

    private var memory: [String] {
        let medians = (0..<5).map { looks(inFifth: $0).map(\.memory).median.inMiB }
        let logs = (0..<5).map { (looks(inFifth: $0).map(\.log).max() ?? 0).inMiB }
        let calm = Dictionary(grouping: looks, by: \.life).values.max { $0.count < $1.count } ?? []
        let fifth = max(1, calm.count / 5)
        return [
            "memory in MiB, medians by fifths: \(medians.joined(separator: "  ")), at most "
                + (looks.map(\.memory).max() ?? 0).inMiB,
            "memory in MiB in the longest life: second fifth "
                + calm.dropFirst(fifth).prefix(fifth).map(\.memory).median.inMiB + ", last fifth "
                + calm.suffix(fifth).map(\.memory).median.inMiB,
            "write-ahead log in MiB, largest by fifths: \(logs.joined(separator: "  "))",
        ]
    }

    private var kinds: [String] {
        LoadKind.allCases.compactMap { kind in
            reading.kinds[kind].map { times in
                let name = kind.rawValue.padding(toLength: 10, withPad: " ", startingAt: 0)
                return "  \(name) \(times.count) answers, p50/p99 \(times.text) ms"
            }
        }
    }

    private var audit: String {
        """
        at the end \(repeated) answers repeated, \(balances) balances compared, \(accounts) \
        accounts reconciled, \(rows) rows of the chain hashed; the store is \(bytes.inMiB) MiB
        """
    }
}

extension LoadHistogram {
    /// The median and the 99th of 100, in milliseconds.
    var text: String { "\(quantile(0.5).text(1))/\(quantile(0.99).text(1))" }
}

extension Double {
    /// The number with so many decimals.
    func text(_ decimals: Int) -> String { String(format: "%.\(decimals)f", self) }
}

extension Int {
    /// The number of bytes in MiB.
    var inMiB: String { (Double(self) / 1_048_576).text(1) }
}

extension Duration {
    /// The time in seconds.
    var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
