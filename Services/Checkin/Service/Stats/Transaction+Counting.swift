import CheckinDomain
import Intents
import Primitives
import Storage

extension Transaction {
    /// How many days after the first check-in it is seen whether a member comes again.
    private static var retentionDays: [Int64] { [1, 7, 30] }

    /// Counts a check-in of a member whose first one was on a day.
    borrowing func count(_ outcome: CheckInOutcome, of firstDay: CalendarDay) {
        let day = outcome.day
        let band = StreakBand(of: outcome.streak.value)
        count(DayCount(.checkIns, "\(band.first)"), on: day)
        let age = day.days(since: firstDay)
        if age == 0 || Self.retentionDays.contains(age) {
            count(DayCount(.retained, "\(age)"), on: firstDay)
        }
        count(outcome.award, on: day)
    }

    /// Counts a make-up on the day on which it was done.
    borrowing func count(
        _ outcome: MakeUpOutcome,
        paid receipt: Receipt,
        on day: CalendarDay
    ) {
        count(DayCount(.makeUps, paid: receipt), on: day)
        count(outcome.award, on: day)
    }

    /// Counts a reversal on the day on which it was done.
    borrowing func count(_ reversal: MakeUpReversal, on day: CalendarDay) {
        count(DayCount(.makeUpsReversed), on: day)
        for case .asset(let asset, let amount) in reversal.takenBack.flatMap(\.items) {
            count(DayCount(.takenBack, asset.text, amount: amount.value), on: day)
        }
    }

    /// Counts what a day that has ended did to a streak; other events are counted as they happen.
    borrowing func count(_ event: CheckinEvent) {
        switch event.kind {
        case .frozen: count(DayCount(.freezesUsed), on: event.day)
        case .streakLost(let length):
            count(DayCount(.streaksLost, amount: length), on: event.day)
        case .checkedIn, .madeUp, .makeUpReversed: break
        }
    }

    /// Counts an award part by part, and as the part of multipliers what the total has beside.
    private borrowing func count(_ award: DayAward, on day: CalendarDay) {
        var beside: [AssetID: Int64] = [:]
        for item in award.total {
            switch item {
            case .asset(let asset, let amount): beside[asset, default: 0] += amount.value
            case .freezes(let number): count(DayCount(.freezesEarned, of: number), on: day)
            case .goods(let product, let number):
                count(DayCount(.goods, product.text, of: number), on: day)
            }
        }
        for part in award.parts {
            if part.source.part == .milestone {
                count(DayCount(.milestones, "\(part.reach)"), on: day)
            }
            for case .asset(let asset, let amount) in part.items {
                beside[asset, default: 0] -= amount.value
                let own = DayCount(part.source.part, asset.text, amount: amount.value)
                count(own, on: day)
            }
        }
        for (asset, amount) in beside where amount != 0 {
            count(DayCount(.multiplier, asset.text, amount: amount), on: day)
        }
    }
}

extension AwardSource {
    /// The part of the day's awards as which it is counted.
    fileprivate var part: DayCount.What {
        switch self {
        case .base: .base
        case .milestone, .every: .milestone
        case .cumulative: .cumulative
        case .freezeEvery, .makeUp: .makeUp
        }
    }
}

/// A span of streaks' lengths that is counted as one.
struct StreakBand: Hashable {
    /// The first length of each band.
    static let firsts: [Int64] = [1, 2, 7, 14, 30, 100, 365]

    /// The band's first length.
    let first: Int64

    /// The band in which a streak of a length lies, from 1 on.
    init(of length: Int64) {
        first = Self.firsts.last { $0 <= length } ?? 1
    }
}
