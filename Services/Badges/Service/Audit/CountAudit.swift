import BadgesDomain
import Primitives
import ServiceHost
import Storage

/// Counts members anew from their events and compares that with what is stored.
struct CountAudit: Sendable {
    /// How many members one page holds at most.
    private static let page = 100
    /// After how much time no further member is begun.
    private static let share = Duration.milliseconds(500)

    /// Something stored that is not what the events make of it.
    struct Difference: Sendable {
        /// Whose it is; nil for what is counted of all members.
        let member: String?
        let measure: String
        let period: Int64
        let stored: Int64
        let computed: Int64
    }

    /// What one page of members came to.
    struct Page: Sendable {
        var checked: Int64 = 0
        var differences: [Difference] = []
        /// What there was no time to count.
        var notChecked: [String] = []
        /// From which member on to go on; nil where all were checked.
        var next: String?
    }

    let store: Store
    let programme: BadgesProgramme
    let now: @Sendable () -> Instant

    /// Checks members from behind one on, and before the first what is counted of all members.
    ///
    /// Members that are not counted by the rules in force yet are left out. What is counted of all
    /// members has half of the time until the deadline, as members need the rest.
    func page(after member: String, until deadline: ContinuousClock.Instant) throws -> Page {
        let start = ContinuousClock.now
        let now = now()
        var page = Page()
        if member.isEmpty {
            let totals = try TotalAudit(
                store,
                open: try store.read { try $0.openPeriods(at: now) },
                until: start + (deadline - start) / 2
            )
            page.differences = totals.differences
            page.notChecked = totals.notChecked
        }
        try add(behind: member, at: now, to: &page)
        return page
    }

    /// Adds as many members as there is time for, at least one.
    private func add(behind member: String, at now: Instant, to page: inout Page) throws {
        let end = ContinuousClock.now + Self.share
        let members = try store.read { reads in
            // Refused until there is one, also where there are no members.
            _ = try programme.current(reads)
            return try reads.levels(after: member, limit: Self.page).map(\.0)
        }
        for (place, member) in members.enumerated() {
            guard place == 0 || ContinuousClock.now < end else {
                page.next = members[place - 1].text
                return
            }
            try look(at: member, now, &page)
        }
        if members.count == Self.page { page.next = members.last?.text }
    }

    /// Checks one member; one that takes longer than a read may is named, and holds up nobody.
    private func look(at member: MemberID, _ now: Instant, _ page: inout Page) throws {
        do {
            // A read of its own, as long ones are cut off.
            guard let found = try store.read({ try differences(of: member, at: now, $0) })
            else { return }
            page.checked += 1
            page.differences += found
        } catch StorageError.timeIsOver {
            page.notChecked.append("member \(member.text)")
        }
    }

    /// What differs for a member, or nil where the rules in force have not counted it yet.
    private func differences(
        of member: MemberID,
        at now: Instant,
        _ reads: borrowing Snapshot
    ) throws -> [Difference]? {
        let section = try programme.current(reads).section
        guard let standing = try reads.standing(of: member),
            standing.stamp == section.definitions.stamp
        else { return nil }
        let audit = MemberAudit(
            standing: standing,
            section: section,
            today: section.zone.day(of: now),
            openPeriods: try reads.openPeriods(at: now)
        )
        return try audit.differences(reads)
    }
}
