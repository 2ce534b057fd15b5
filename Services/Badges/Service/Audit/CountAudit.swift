import BadgesDomain
import Primitives
import ServiceHost
import Storage

/// Counts members anew from their events and compares that with what is stored.
struct CountAudit: Sendable {
    /// How many members one page holds.
    private static let page = 100

    /// One count that is not what the events make of it.
    struct Difference: Sendable {
        let member: String
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

    /// Checks members from behind one on; those that are not counted by the rules in force yet are
    /// left out.
    func page(after member: String) throws -> Page {
        try store.read { reads in
            let definitions = try programme.current(reads).section.definitions
            var page = Page()
            let members = try reads.levels(after: member, limit: Self.page)
            for (member, _, _) in members
            where try reads.standing(of: member)?.stamp == definitions.stamp {
                page.checked += 1
                page.differences += try differences(of: member, definitions, reads)
            }
            if members.count == Self.page { page.next = members.last?.0.text }
            return page
        }
    }

    /// Whether the growth of all days is what the counts of the days make of it.
    private func growthDifferences(
        of member: MemberID,
        _ count: MemberCount,
        _ definitions: Definitions,
        _ reads: borrowing Snapshot
    ) throws -> [Difference] {
        let computed = count.values.reduce(into: Int64(0)) { sum, entry in
            let number = Definitions.number(of: entry.key.measure)
            for rule in definitions.measures[number]?.growth ?? [] {
                sum = sum.addingClamped(rule.growth(of: entry.value))
            }
        }
        let stored = try reads.standing(of: member)?.lifeGrowth ?? 0
        guard stored != computed else { return [] }
        return [
            Difference(
                member: member.text,
                measure: "growth",
                period: 0,
                stored: stored,
                computed: computed
            )
        ]
    }

    private func differences(
        of member: MemberID,
        _ definitions: Definitions,
        _ reads: borrowing Snapshot
    ) throws -> [Difference] {
        let events = try reads.standingEvents(of: member)
        let count = MemberCount(of: events, by: definitions.measures.values.map(\.measure))
        var computed: [Int64: [Int64: Int64]] = [:]
        for (place, value) in count.values {
            let number = Definitions.number(of: place.measure)
            computed[number, default: [:]][place.period] = value
        }
        for (number, counted) in definitions.measures where counted.measure.span.isPeriodic {
            let best = count.best(of: counted.measure)
            if best > 0 { computed[number, default: [:]][CounterPlace.best] = best }
        }
        let stored = try reads.counters(of: member)
        var differences = try growthDifferences(of: member, count, definitions, reads)
        for (number, counted) in definitions.measures {
            let own = stored[number] ?? [:]
            let right = computed[number] ?? [:]
            for period in Set(own.keys).union(right.keys) where own[period] != right[period] {
                differences.append(
                    Difference(
                        member: member.text,
                        measure: counted.measure.canonical,
                        period: period,
                        stored: own[period] ?? 0,
                        computed: right[period] ?? 0
                    )
                )
            }
        }
        return differences
    }
}
