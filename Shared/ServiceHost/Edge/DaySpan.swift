import Primitives
import Wire

/// Days in a row, as the query of a call for numbers names them.
package struct DaySpan: Hashable, Sendable {
    /// How many days one answer has at most: a leap year's.
    private static let longest: Int64 = 366
    /// How many days it has where the first is not named.
    private static let usual: Int64 = 30

    /// The first day.
    package let first: CalendarDay
    /// The last day.
    package let last: CalendarDay

    /// The days that `from` and `to` name.
    ///
    /// - Parameters:
    ///   - exchange: The request; the endpoint's query has `from` and `to`.
    ///   - today: The last day where `to` is absent.
    /// - Throws: `JSONFault` where one is no day, or they span none or more than 366.
    package init(_ exchange: borrowing Exchange, today: CalendarDay) throws(JSONFault) {
        let last = try Self.day("to", exchange) ?? today
        let first = try Self.day("from", exchange) ?? last.adding(1 - Self.usual)
        guard first <= last else { throw JSONFault(at: "from", "is after to") }
        guard last.days(since: first) < Self.longest else {
            throw JSONFault(
                at: "to",
                "is too far from from: at most \(Self.longest) days are shown"
            )
        }
        self.first = first
        self.last = last
    }

    /// Every one of the days, in order.
    package var days: [CalendarDay] {
        (0...last.days(since: first)).map { first.adding($0) }
    }

    /// Answers with `from`, `to` and `days`, each with its `day` and what is written of it.
    ///
    /// - Parameter write: Writes the numbers of a day.
    /// - Returns: The reply.
    package func reply(_ write: (inout JSONWriter, CalendarDay) -> Void) -> Reply {
        .json { writer in
            writer.member("from", first.description)
            writer.member("to", last.description)
            writer.name("days")
            writer.array(days) { writer, day in
                writer.object { writer in
                    writer.member("day", day.description)
                    write(&writer, day)
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
}
