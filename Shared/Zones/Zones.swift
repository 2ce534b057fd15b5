import Foundation
import Primitives
import Synchronization

/// The zones of the IANA database, as this machine's libraries know them.
package enum Zones {
    /// The years whose changes of offset a zone knows; outside, the nearest offset goes on.
    private static let years: ClosedRange<Int64> = 1900...2200

    private static let names = Set(TimeZone.knownTimeZoneIdentifiers).union(["UTC"])
    private static let built = Mutex<[String: Zone]>([:])

    /// The zone of an IANA name.
    ///
    /// - Parameter name: A name such as `Asia/Shanghai`, spelt as the database does, or `UTC`.
    /// - Returns: The zone, or nil where there is none of that name.
    package static func zone(named name: String) -> Zone? {
        if let known = built.withLock({ $0[name] }) { return known }
        guard names.contains(name), let source = TimeZone(identifier: name) else { return nil }
        let zone = build(name, of: source)
        // Only names of the database come here, so what is kept is bounded.
        built.withLock { $0[name] = zone }
        return zone
    }

    private static func build(_ name: String, of source: TimeZone) -> Zone {
        let start = CalendarDay(year: years.lowerBound, month: 1, day: 1)
        let end = CalendarDay(year: years.upperBound + 1, month: 1, day: 1)
        var date = date(of: start)
        let last = self.date(of: end)
        let first = offsetMs(of: source, at: date)
        var stretches: [Zone.Stretch] = []
        while let next = source.nextDaylightSavingTimeTransition(after: date), next > date,
            next < last
        {
            date = next
            let offset = offsetMs(of: source, at: next)
            // A change of name or of what counts as summer time alone is no change here.
            if offset == (stretches.last?.offsetMs ?? first) { continue }
            let from = Instant(milliseconds: Int64((next.timeIntervalSince1970 * 1000).rounded()))
            stretches.append(Zone.Stretch(from: from, offsetMs: offset))
        }
        return Zone(name: name, firstOffsetMs: first, stretches: stretches)
    }

    private static func date(of day: CalendarDay?) -> Date {
        Date(timeIntervalSince1970: Double((day?.daysSinceEpoch ?? 0) * 86_400))
    }

    private static func offsetMs(of source: TimeZone, at date: Date) -> Int64 {
        Int64(source.secondsFromGMT(for: date)) * 1000
    }
}
