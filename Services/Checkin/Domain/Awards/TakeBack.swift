import Primitives

/// Assets of a grant that the reversal of a make-up takes back, while it has not done so.
///
/// They may be with the member still, or stay there. So what is granted anew for the same reason
/// must not be handed out before they were taken back.
package struct TakeBack: Hashable, Sendable {
    /// What is taken back.
    package let grant: Grant
    /// The message that takes it back.
    package let reversal: TimeOrderedID

    /// Joins what is taken back and the message that does it.
    package init(_ grant: Grant, by reversal: TimeOrderedID) {
        self.grant = grant
        self.reversal = reversal
    }

    /// The same where its grant would stand on: a milestone's beside the first day that counts
    /// after it.
    ///
    /// - Parameter days: The member's rows that follow the day of the grant, in order.
    /// - Returns: What is taken back, on that day.
    package func kept(before days: [DayRecord]) -> TakeBack {
        guard grant.source.isMilestone else { return self }
        let kept = Grant(
            source: grant.source,
            reach: grant.reach,
            day: days.lastIdleDay(from: grant.day),
            items: grant.items
        )
        return TakeBack(kept, by: reversal)
    }

    /// Whether it was granted for the same reason as a part of another award.
    ///
    /// - Parameter part: The part.
    /// - Returns: Whether reason and reach are the same; the streak or month may be another.
    package func isOfKind(of part: DayAward.Part) -> Bool {
        grant.source == part.source && grant.reach == part.reach
    }
}

extension CheckinMember {
    /// What is being taken back of that which an award grants anew.
    ///
    /// - Parameters:
    ///   - award: The award.
    ///   - day: The day on which its grants lie.
    ///   - isInStreak: Whether a milestone of a day would stand in the streak.
    /// - Returns: Those by whose grants, if they stood on, nothing would have been granted.
    func withheld(
        _ award: DayAward,
        on day: CalendarDay,
        where isInStreak: (CalendarDay) -> Bool
    ) -> [TakeBack] {
        takeBacks.filter { takeBack in
            guard award.parts.contains(where: takeBack.isOfKind) else { return false }
            let grant = takeBack.grant
            return switch grant.source {
            case .milestone, .every: isInStreak(grant.day)
            case .cumulative: grant.day.month == day.month
            case .base, .freezeEvery, .makeUp: grant.day == day
            }
        }
    }
}

extension [DayRecord] {
    /// The last one of the days after a missed day that neither count nor are missed, or itself.
    func lastIdleDay(from day: CalendarDay) -> CalendarDay {
        var last = day
        for record in self where record.day > day {
            guard record.day == last.following, !record.state.counts else { break }
            last = record.day
        }
        return last
    }
}
