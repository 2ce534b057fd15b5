import GamesDomain
import Primitives
import Wire

extension JSONWriter {
    /// Writes a member that is a count within a day, or nothing where nothing was ever counted.
    mutating func member(_ name: StaticString, byDay count: PeriodCount) {
        guard count.period > .min else { return }
        self.name(name)
        object { writer in
            writer.member("day", "\(CalendarDay(daysSinceEpoch: count.period))")
            writer.member("count", count.count)
        }
    }

    /// Writes a member that is a count within an hour or epoch, or nothing where nothing was ever
    /// counted.
    mutating func member(_ name: StaticString, by period: StaticString, _ count: PeriodCount) {
        guard count.period > .min else { return }
        self.name(name)
        object { writer in
            writer.member(period, count.period)
            writer.member("count", count.count)
        }
    }
}

extension ObjectReader {
    /// A count within a day; that of nothing where it is absent.
    ///
    /// - Throws: A fault where it has another form.
    mutating func countByDay(_ name: String) throws(JSONFault) -> PeriodCount {
        try periodCount(name) { (members) throws(JSONFault) in
            try members.day("day").daysSinceEpoch
        }
    }

    /// A count within an hour or epoch; that of nothing where it is absent.
    ///
    /// - Throws: A fault where it has another form.
    mutating func count(
        _ name: String,
        by period: String
    ) throws(JSONFault) -> PeriodCount {
        try periodCount(name) { (members) throws(JSONFault) in
            try members.integer(period, in: (.min + 1) ... .max)
        }
    }

    private mutating func periodCount(
        _ name: String,
        _ period: (inout ObjectReader) throws(JSONFault) -> Int64
    ) throws(JSONFault) -> PeriodCount {
        guard let json = take(name) else { return PeriodCount() }
        do throws(JSONFault) {
            var members = try ObjectReader(json)
            let count = PeriodCount(
                period: try period(&members),
                count: try members.count("count")
            )
            try members.finish()
            return count
        } catch {
            throw error.inside(path(of: name))
        }
    }
}
