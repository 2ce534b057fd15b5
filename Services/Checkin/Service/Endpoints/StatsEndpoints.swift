import Access
import CheckinDomain
import Primitives
import ServiceHost
import Storage
import Wire

/// Numbers by day, for operators and for the charts of a console.
struct StatsEndpoints: Sendable {
    /// How many days one answer has at most: a leap year's.
    private static let longest: Int64 = 366
    /// How many days it has where the first is not named.
    private static let usual: Int64 = 30

    let store: Store
    let desk: CheckinDesk
    let now: @Sendable () -> Instant

    var endpoints: [Endpoint] {
        [
            Endpoint(
                .get,
                "/v1/stats",
                for: .roles([.operator, .viewer, .service]),
                query: ["from", "to"]
            ) { try stats($0) }
        ]
    }

    private func stats(_ exchange: borrowing Exchange) throws -> Reply {
        let from = try Self.day("from", exchange)
        let to = try Self.day("to", exchange)
        let now = now()
        return try store.read { reads in
            let section = try desk.programme.current(reads).section
            let rules = section.rules ?? CheckinRules(zone: section.zone)
            let last = to ?? rules.programmeDay(at: now)
            let days = try Self.span(from ?? last.adding(1 - Self.usual), last)
            let stats = try DayStats.of(days, reads)
            return .json { writer in
                writer.member("from", days.lowerBound.description)
                writer.member("to", days.upperBound.description)
                writer.name("days")
                writer.array(Self.all(days)) { writer, day in
                    writer.object { writer in
                        writer.member("day", day.description)
                        (stats[day] ?? DayStats()).write(to: &writer)
                    }
                }
            }
        }
    }

    private static func day(
        _ name: String,
        _ exchange: borrowing Exchange
    ) throws(JSONFault) -> CalendarDay? {
        guard let text = exchange.query(name) else { return nil }
        guard let day = CalendarDay(text) else {
            throw JSONFault(at: name, "must be a day such as 2026-03-01")
        }
        return day
    }

    private static func span(
        _ first: CalendarDay,
        _ last: CalendarDay
    ) throws(JSONFault) -> ClosedRange<CalendarDay> {
        guard first <= last else { throw JSONFault(at: "from", "is after to") }
        guard last.days(since: first) < longest else {
            throw JSONFault(at: "to", "is too far from from: at most \(longest) days are shown")
        }
        return first...last
    }

    private static func all(_ days: ClosedRange<CalendarDay>) -> [CalendarDay] {
        (0...days.upperBound.days(since: days.lowerBound)).map { days.lowerBound.adding($0) }
    }
}
