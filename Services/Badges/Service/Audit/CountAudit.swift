import BadgesDomain
import Primitives
import ServiceHost
import Storage

/// Counts members anew from their events and compares that with what is stored.
struct CountAudit: Sendable {
    /// How many members one page holds at most.
    private static let page = 100
    /// After how much of the time of a read no further member is begun.
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
        try store.read { try add(behind: member, at: now, to: &page, $0) }
        return page
    }

    /// Adds as many members as one read has time for.
    private func add(
        behind member: String,
        at now: Instant,
        to page: inout Page,
        _ reads: borrowing Snapshot
    ) throws {
        let end = ContinuousClock.now + Self.share
        let section = try programme.current(reads).section
        let open = try reads.openPeriods(at: now)
        let members = try reads.levels(after: member, limit: Self.page).map(\.0)
        for (place, member) in members.enumerated() {
            guard place == 0 || ContinuousClock.now < end else {
                page.next = members[place - 1].text
                return
            }
            guard let standing = try reads.standing(of: member),
                standing.stamp == section.definitions.stamp
            else { continue }
            let audit = MemberAudit(
                standing: standing,
                section: section,
                today: section.zone.day(of: now),
                openPeriods: open
            )
            page.checked += 1
            page.differences += try audit.differences(reads)
        }
        if members.count == Self.page { page.next = members.last?.text }
    }
}
