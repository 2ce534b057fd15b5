import Primitives

/// Over which days something is counted together.
package enum Span: Hashable, Sendable {
    /// Over the member's whole life.
    case lifetime
    /// Each day by itself.
    case day
    /// Each week from Monday to Sunday by itself.
    case week
    /// Each calendar month by itself.
    case month
    /// Each so many days that follow one another, 2 to 366.
    case rolling(days: Int64)
    /// The days of a campaign, both ends counted; what happened on other days does not count.
    case campaign(ClosedRange<CalendarDay>)

    /// Whether there is one count for each of its periods.
    package var isPeriodic: Bool {
        switch self {
        case .day, .week, .month: true
        case .lifetime, .rolling, .campaign: false
        }
    }

    /// The period in which a day lies, named by its first day; 0 where there is only one, nil where
    /// the day lies in none.
    package func period(of day: CalendarDay) -> Int64? {
        switch self {
        case .lifetime, .rolling: 0
        case .day: day.daysSinceEpoch
        case .week: day.monday.daysSinceEpoch
        case .month: day.month.firstDay.daysSinceEpoch
        case .campaign(let days): days.contains(day) ? 0 : nil
        }
    }

    /// The last day of a period, or nil where it has none.
    package func lastDay(of period: Int64) -> CalendarDay? {
        let first = CalendarDay(daysSinceEpoch: period)
        return switch self {
        case .lifetime, .rolling: nil
        case .day: first
        case .week: first.adding(6)
        case .month: first.month.lastDay
        case .campaign(let days): days.upperBound
        }
    }

    /// The first day of a period, or nil where it has none.
    package func firstDay(of period: Int64) -> CalendarDay? {
        switch self {
        case .lifetime, .rolling: nil
        case .day, .week, .month: CalendarDay(daysSinceEpoch: period)
        case .campaign(let days): days.lowerBound
        }
    }
}

extension CalendarDay {
    /// The Monday of its week.
    package var monday: CalendarDay {
        // 1970-01-01 was a Thursday, three days after a Monday.
        let sinceMonday = (daysSinceEpoch % 7 + 7 + 3) % 7
        return adding(-sinceMonday)
    }
}
