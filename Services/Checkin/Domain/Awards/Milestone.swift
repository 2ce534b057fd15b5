import Primitives

/// An award for the length of a streak.
package struct Milestone: Hashable, Sendable {
    /// Which lengths are awarded.
    package enum Reach: Hashable, Sendable {
        /// One length, 1 to 100,000, once per streak.
        case at(Int64)
        /// Each multiple of a length, 1 to 100,000, each once per streak.
        case every(Int64)
    }

    /// Which lengths are awarded.
    package let reach: Reach
    /// What is awarded.
    package let award: Award

    /// Joins lengths and what they are awarded.
    package init(_ reach: Reach, _ award: Award) {
        self.reach = reach
        self.award = award
    }

    /// Why it is awarded.
    package var source: AwardSource {
        switch reach {
        case .at(let length): .milestone(at: length)
        case .every(let length): .every(length)
        }
    }

    /// The first length above one that is awarded, or nil where there is none.
    func next(above value: Int64) -> Int64? {
        switch reach {
        case .at(let length): return length > value ? length : nil
        case .every(let length):
            guard length > 0, value >= 0 else { return nil }
            let (next, isOver) = (value / length + 1).multipliedReportingOverflow(by: length)
            return isOver ? nil : next
        }
    }

    /// The lengths that are awarded above one and up to another, in order.
    func reached(above low: Int64, upTo high: Int64) -> [Int64] {
        var lengths: [Int64] = []
        var last = low
        while let next = next(above: last), next <= high {
            lengths.append(next)
            last = next
        }
        return lengths
    }
}

/// An award for days of one calendar month, each once a month.
package struct CumulativeAward: Hashable, Sendable {
    /// How many days count by then, 1 to 31.
    package let days: Int64
    /// What is awarded.
    package let award: Award

    /// Joins a number of days and what they are awarded.
    package init(days: Int64, _ award: Award) {
        self.days = days
        self.award = award
    }
}
