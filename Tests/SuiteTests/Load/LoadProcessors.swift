import Foundation

/// What the machine's processors had done by an instant, in ticks of 10 ms.
struct LoadProcessors: Sendable {
    /// All that they could have done.
    var all = 0
    /// What they did.
    var busy = 0
    /// What they did for the load: for this process, its gateways of before, and a gateway.
    var own = 0

    init(all: Int = 0, busy: Int = 0, own: Int = 0) {
        self.all = all
        self.busy = busy
        self.own = own
    }

    /// What they have done by now.
    init(gateway: Int32) {
        let first = Self.read("/proc/stat").split(separator: "\n").first ?? ""
        // user, nice, system, idle, iowait, irq, softirq, steal
        let ticks = first.split(separator: " ").dropFirst().prefix(8).compactMap { Int($0) }
        guard ticks.count == 8 else { return }
        all = ticks.reduce(0, +)
        busy = all - ticks[3] - ticks[4]
        own = Self.times(of: "self", 11..<15) + Self.times(of: "\(gateway)", 11..<13)
    }

    /// Which share of the processors something else has used since an instant, 0 to 1.
    func foreignShare(since earlier: LoadProcessors) -> Double {
        let foreign = busy - earlier.busy - (own - earlier.own)
        return Double(max(0, foreign)) / Double(max(1, all - earlier.all))
    }

    /// The sum of some times of a process, by their places behind its name.
    private static func times(of process: String, _ places: Range<Int>) -> Int {
        let text = read("/proc/\(process)/stat")
        guard let end = text.lastIndex(of: ")") else { return 0 }
        let words = text[end...].split(separator: " ").dropFirst()
        return words.dropFirst(places.lowerBound).prefix(places.count)
            .reduce(0) { $0 + (Int($1) ?? 0) }
    }

    private static func read(_ path: String) -> String {
        // Lost is why it cannot be read; such a process has used nothing.
        (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
    }
}
