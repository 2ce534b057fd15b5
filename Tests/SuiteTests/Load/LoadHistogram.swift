/// How often which time was taken, to 3 %.
struct LoadHistogram: Sendable {
    /// Each power of two is cut into so many parts.
    private static let parts = 32
    private static let places = 40 * parts

    private var counts = [Int](repeating: 0, count: places)
    private(set) var count = 0

    /// Counts a time.
    mutating func add(_ time: Duration) {
        let (seconds, attoseconds) = time.components
        let microseconds = max(0, seconds * 1_000_000 + attoseconds / 1_000_000_000_000)
        counts[min(Self.place(of: Int(microseconds)), Self.places - 1)] += 1
        count += 1
    }

    /// The time in milliseconds that a share of all, 0 to 1, did not pass; 0 without any.
    func quantile(_ share: Double) -> Double {
        let rank = Int((Double(count) * share).rounded(.up))
        var passed = 0
        for (place, count) in counts.enumerated() where count > 0 {
            passed += count
            if passed >= rank { return Double(Self.end(of: place)) / 1000 }
        }
        return 0
    }

    private static func place(of value: Int) -> Int {
        guard value >= parts else { return value }
        let shift = Int.bitWidth - value.leadingZeroBitCount - 6
        return (shift + 1) * parts + (value >> shift) - parts
    }

    /// The largest value of a place.
    private static func end(of place: Int) -> Int {
        guard place >= parts else { return place }
        let shift = place / parts - 1
        return ((place % parts + parts + 1) << shift) - 1
    }
}
