import CheckinDomain
import Intents
import Primitives
import ServiceHost
import Storage

/// Something that is counted on a day.
struct DayCount {
    /// What is counted.
    ///
    /// The names are stored and never change.
    enum What: String, CaseIterable, DayNumber {
        /// Check-ins; the item is the band in which the streak is.
        case checkIns
        /// Members whose first check-in was on the day and who came again so many days later,
        /// which is the item.
        case retained
        /// Make-ups that were done; the item is the asset that was paid.
        case makeUps
        /// Make-ups that were undone.
        case makeUpsReversed
        /// Freezes that were bought; the item is the asset that was paid.
        case freezesBought
        /// Freezes that another service or an operator handed out.
        case freezesGranted
        /// Freezes that check-ins and make-ups earned.
        case freezesEarned
        /// Missed days that a freeze covered.
        case freezesUsed
        /// Streaks that a missed day ended; the amount is their lengths.
        case streaksLost
        /// Milestones; the item is the length that was reached.
        case milestones
        /// Awards by part; the item is the asset.
        case base, milestone, cumulative, makeUp
        /// What multipliers have added to the parts.
        case multiplier
        /// What was taken back with a make-up.
        case takenBack
        /// Goods; the item is the product.
        case goods
    }

    let what: What
    let item: String
    let count: Int64
    let amount: Int64

    /// So many of something, or so many times so much in all.
    init(_ what: What, _ item: String = "", of count: Int64 = 1, amount: Int64 = 0) {
        self.what = what
        self.item = item
        self.count = count
        self.amount = amount
    }

    /// One thing, and what was paid for it.
    init(_ what: What, paid receipt: Receipt) {
        self.init(
            what,
            receipt.paid?.asset.text ?? "",
            amount: receipt.paid?.amount.value ?? 0
        )
    }
}

extension Transaction {
    /// Adds to the numbers of a day.
    borrowing func count(_ added: DayCount, on day: CalendarDay) {
        count(added.what, added.item, of: added.count, amount: added.amount, on: day)
    }
}
