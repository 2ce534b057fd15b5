import Access
import CheckinDomain
import Primitives
import ServiceHost
import Storage

extension Snapshot {
    /// What the rules need to know of a member.
    borrowing func facts(of member: MemberID, _ caller: Caller) throws -> MemberFacts {
        let traits = try awardTraits(of: member)
        return MemberFacts(
            level: traits.level(of: member, asTold: caller),
            birthday: traits.birthday,
            tags: traits.tags
        )
    }
}

extension CheckinDesk {
    /// The day that it is for the programme, also where it has no check-in: it may have one later.
    func programmeDay(at now: Instant, _ reads: borrowing Snapshot) throws -> CalendarDay {
        let section = try programme.current(reads).section
        let rules = section.rules ?? CheckinRules(zone: section.zone)
        return rules.programmeDay(at: now)
    }
}
