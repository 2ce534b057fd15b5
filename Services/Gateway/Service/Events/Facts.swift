import Primitives
import ServiceHost
import Storage

extension Snapshot {
    /// What the earning rules need to know of a member.
    ///
    /// Events are sent by services and operators, so no token of the member says its level.
    borrowing func facts(of member: MemberID) throws -> MemberFacts {
        let traits = try awardTraits(of: member)
        return MemberFacts(level: traits.level, birthday: traits.birthday, tags: traits.tags)
    }
}

extension Ledger {
    /// The day that it is in the programme's zone.
    ///
    /// - Throws: A `Problem` where no programme has been published, or `StorageError`.
    func programmeDay(at now: Instant, _ reads: borrowing Snapshot) throws -> CalendarDay {
        try programme.current(reads).section.calendar.day(of: now)
    }
}
