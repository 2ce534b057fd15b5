import Primitives

/// Goes through the decided days of a member, and finds what does not follow from the day before.
///
/// Each day is compared with the one before it as it is stored, so that one wrong row is named
/// alone. Where the loss policy was always the same, that is the streak counted anew. Where it was
/// not, a missed day may have taken any part of the streak, as no row says by which policy it was
/// decided; what it can never do is add to it.
package struct HistoryAudit {
    /// Something that is not what the days say.
    package struct Difference: Hashable, Sendable {
        /// The day after which it is so, or nil where it is the member's own number.
        package let day: CalendarDay?
        /// What differs, such as `streak` or `checkIns`.
        package let what: String
        /// What is stored: a number, a day or `none`.
        package let stored: String
        /// What follows from the days, or the value nearest to the stored one that can follow.
        package let computed: String

        /// A member whose rows cannot be read, and why.
        package static func unreadable(_ fault: String) -> Difference {
            Difference(day: nil, what: "unreadable", stored: fault, computed: "none")
        }
    }

    /// What was found, by day; the member's own numbers last.
    package private(set) var differences: [Difference] = []

    private let member: CheckinMember
    private let loss: LossPolicy?
    private var first: CalendarDay?
    private var last: DayRecord?
    private var lastChecked: CalendarDay?
    private var checkIns: Int64 = 0
    private var monthDays: Int64 = 0
    private var madeUp: [CalendarDay] = []

    /// Begins before a member's first day.
    ///
    /// - Parameters:
    ///   - member: The member as it is stored; of its rows only those of `add` are read.
    ///   - loss: What a missed day does, or nil where that was not always the same.
    package init(of member: CheckinMember, _ loss: LossPolicy?) {
        self.member = member
        self.loss = loss
    }

    /// Compares a day with those before it.
    ///
    /// - Parameter record: The next day; days come in their order.
    package mutating func add(_ record: DayRecord) {
        let before = streaks(before: record.day)
        let step: Int64 = record.state.counts ? 1 : 0
        compare(record.streak, before, counting: step > 0 ? record.day : nil, on: record.day)
        if record.state == .checked {
            checkIns += 1
            lastChecked = record.day
        }
        if record.state == .madeUp { madeUp.append(record.day) }
        if step > 0, record.day.month == member.month.month { monthDays += 1 }
        first = first ?? record.day
        last = record
    }

    /// Compares the member's own numbers with the days.
    ///
    /// - Parameter repaired: The days of the make-ups that are done, in order.
    package mutating func end(repaired: [CalendarDay]) {
        compare(member.streak, streaks(before: member.today), counting: nil, on: nil)
        compare("firstDay", member.firstDay, first)
        compare("lastChecked", member.lastChecked, lastChecked)
        compare("checkIns", member.checkIns, checkIns)
        compare("monthDays", member.month.days, monthDays)
        if let last, last.day > member.today { compare("today", member.today, last.day) }
        for day in Set(madeUp).symmetricDifference(repaired).sorted() {
            let isRepaired = repaired.contains(day)
            differences.append(
                Difference(
                    day: day,
                    what: "makeUp",
                    stored: isRepaired ? "done" : "none",
                    computed: isRepaired ? "none" : "done"
                )
            )
        }
    }

    /// Which streaks there can have been at the beginning of a day, by the record before it.
    private func streaks(before day: CalendarDay) -> ClosedRange<Int64> {
        guard let last else { return 0...0 }
        let value = max(0, last.streak.value)
        let missed = day.days(since: last.day) - 1
        guard missed > 0 else { return value...value }
        guard let loss else { return 0...value }
        let left = loss.left(of: value, after: missed)
        return left...left
    }

    /// Compares a streak with what can have come of those before it.
    private mutating func compare(
        _ streak: Streak,
        _ before: ClosedRange<Int64>,
        counting day: CalendarDay?,
        on place: CalendarDay?
    ) {
        let step: Int64 = day == nil ? 0 : 1
        // What is stored may be any number, also one that has no successor.
        let (least, most) = (before.lowerBound &+ step, before.upperBound &+ step)
        let value = min(max(streak.value, least), most)
        let old = last?.streak ?? Streak()
        compare("streak", streak.value, value, on: place)
        compare("streakStart", streak.start, value == step ? day : old.start, on: place)
        compare("longest", streak.longest, max(old.longest, value), on: place)
    }

    private mutating func compare<Value: Equatable & CustomStringConvertible>(
        _ what: String,
        _ stored: Value?,
        _ computed: Value?,
        on day: CalendarDay? = nil
    ) {
        guard stored != computed else { return }
        differences.append(
            Difference(
                day: day,
                what: what,
                stored: stored.map { "\($0)" } ?? "none",
                computed: computed.map { "\($0)" } ?? "none"
            )
        )
    }
}
