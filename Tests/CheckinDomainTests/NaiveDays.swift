import CheckinDomain
import Primitives

/// Days of one member in a world of whole hours, by going through it hour by hour.
struct NaiveDays {
    /// A zone as the date at each hour since 1970-01-01T00:00:00Z.
    struct Dates {
        let zone: Zone
        let dates: [Int64]

        /// A zone whose offset changes by whole hours at whole hours.
        init(
            name: String,
            first: Int64,
            changes: [(at: Int64, offset: Int64)],
            dayStart: Int64,
            hours: Int64
        ) {
            let hourMs: Int64 = 3_600_000
            zone = Zone(
                name: name,
                firstOffsetMs: first * hourMs,
                stretches: changes.map {
                    Zone.Stretch(
                        from: Instant(milliseconds: $0.at * hourMs),
                        offsetMs: $0.offset * hourMs
                    )
                }
            )
            var latest = Int64.min
            dates = (0..<hours).map { hour in
                let offset = changes.last { $0.at <= hour }?.offset ?? first
                // Whole days are added so that the division rounds down.
                latest = max(latest, (hour + offset - dayStart + 2400) / 24 - 100)
                return latest
            }
        }
    }

    let zones: [Dates]
    private(set) var hour: Int64
    private(set) var zone = 0
    private(set) var waiting: (zone: Int, at: Int64)?
    private(set) var lastChange: Int64?
    private(set) var newest: Int64?
    private(set) var today: Int64
    private(set) var openedAt: Int64

    /// A member that is new at an hour.
    init(zones: [Dates], hour: Int64) {
        self.zones = zones
        self.hour = hour
        today = zones[0].dates[Int(hour)]
        openedAt = hour
    }

    /// A day that has ended: whether the zone has no such day, and whether a change cut it short.
    struct Ended {
        let day: Int64
        let isAbsent: Bool
        let isShort: Bool
    }

    /// Lets time pass, and answers the days that end.
    mutating func pass(to end: Int64, isNew: Bool) -> [Ended] {
        var ended: [Ended] = []
        while hour < end {
            hour += 1
            if let next = waiting, next.at <= hour {
                zone = next.zone
                lastChange = next.at
                waiting = nil
            }
            let dates = zones[zone].dates
            while today < dates[Int(hour)] {
                let isCut = lastChange.map { openedAt <= $0 } ?? false
                ended.append(
                    Ended(
                        day: today,
                        isAbsent: openedAt == hour && !dates.contains(today),
                        isShort: isCut && hour - openedAt < 12
                    )
                )
                today += 1
                openedAt = hour
            }
        }
        return isNew ? [] : ended
    }

    /// Hears a zone.
    mutating func hear(_ asked: Int, issuedAt: Int64, isNew: Bool) {
        if let newest, issuedAt <= newest { return }
        if newest == nil, isNew {
            zone = asked
            waiting = nil
            today = zones[asked].dates[Int(hour)]
            openedAt = (0...hour).first { zones[asked].dates[Int($0)] == today } ?? hour
        } else if asked == zone {
            waiting = nil
        } else if waiting?.zone != asked {
            var day = today
            if let lastChange { day = max(day, zones[zone].dates[Int(lastChange + 168)]) }
            let at = zones[zone].dates.indices.first {
                zones[zone].dates[$0] > day && zones[asked].dates[$0] > day
            }
            waiting = at.map { (asked, Int64($0)) }
        }
        newest = issuedAt
    }
}
