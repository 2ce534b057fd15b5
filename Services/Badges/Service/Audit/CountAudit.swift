import BadgesDomain
import Primitives
import ServiceHost
import Storage

/// Counts members anew from their events and compares that with what is stored.
struct CountAudit: Sendable {
    /// How many members one page holds.
    private static let page = 100

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
        /// From which member on to go on; nil where all were checked.
        var next: String?
    }

    let store: Store
    let programme: BadgesProgramme
    let now: @Sendable () -> Instant

    /// Checks members from behind one on, and before the first what is counted of all members.
    ///
    /// Members that are not counted by the rules in force yet are left out.
    func page(after member: String) throws -> Page {
        let now = now()
        return try store.read { reads in
            let section = try programme.current(reads).section
            var page = Page()
            let open = try reads.openPeriods(at: now)
            if member.isEmpty {
                page.differences = try holderDifferences(reads)
                for place in open.sorted(by: { ($0.board, $0.period) < ($1.board, $1.period) }) {
                    page.differences += try BoardAudit().differences(in: place, reads)
                }
            }
            let members = try reads.levels(after: member, limit: Self.page)
            for (member, _, _) in members {
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
            if members.count == Self.page { page.next = members.last?.0.text }
            return page
        }
    }

    /// How many members there are, how many of each level, and how many hold each tier.
    private func holderDifferences(_ reads: borrowing Snapshot) throws -> [Difference] {
        let stored = try reads.holders()
        let computed = try reads.countHolders()
        return Set(stored.keys).union(computed.keys).sorted().flatMap { badge in
            let (own, right) = (stored[badge] ?? [:], computed[badge] ?? [:])
            return Set(own.keys).union(right.keys).sorted().compactMap { tier -> Difference? in
                let (number, count) = (own[tier] ?? 0, right[tier] ?? 0)
                guard number != count else { return nil }
                let what = badge.isEmpty ? "of level \(tier)" : "who hold \(badge):\(tier)"
                return Difference(
                    member: nil,
                    measure: badge.isEmpty && tier.isEmpty ? "members" : "members \(what)",
                    period: 0,
                    stored: number,
                    computed: count
                )
            }
        }
    }
}
