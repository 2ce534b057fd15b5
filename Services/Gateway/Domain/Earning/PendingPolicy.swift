import Primitives

/// Why granted points cannot be spent at once.
package enum PendingPolicy: Hashable, Sendable {
    /// They wait for a confirmation, or for the start of a day some days (1 to 366) later.
    case confirmAfter(days: Int64)
    /// They wait for a confirmation.
    case untilConfirmed
    /// They wait for the start of a day some days (1 to 366) later; nothing confirms them.
    case delay(days: Int64)

    /// When points for an event of a day can be spent.
    func maturity(occurredOn day: CalendarDay) -> Maturity {
        switch self {
        case .confirmAfter(let days):
            .pending(availableOn: day.advanced(byDays: days), isConfirmable: true)
        case .untilConfirmed: .pending(availableOn: nil, isConfirmable: true)
        case .delay(let days):
            .pending(availableOn: day.advanced(byDays: days), isConfirmable: false)
        }
    }
}

/// When granted points can be spent.
package enum Maturity: Hashable, Sendable {
    /// At once.
    case immediate
    /// From the start of a day on, or where it can be confirmed from its confirmation on.
    case pending(availableOn: CalendarDay?, isConfirmable: Bool)

    /// Whether a confirmation makes the points available.
    package var isConfirmable: Bool {
        if case .pending(_, let isConfirmable) = self { isConfirmable } else { false }
    }
}

extension CalendarDay {
    fileprivate func advanced(byDays days: Int64) -> CalendarDay {
        CalendarDay(daysSinceEpoch: daysSinceEpoch + days)
    }
}
