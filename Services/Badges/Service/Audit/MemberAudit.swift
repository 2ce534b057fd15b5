import BadgesDomain
import Primitives
import Storage

/// All that is stored of one member beside what its events make of it.
struct MemberAudit {
    /// One number that is stored: what it is of, and which period.
    struct Place: Hashable {
        let measure: String
        let period: Int64

        init(_ measure: String, _ period: Int64 = 0) {
            self.measure = measure
            self.period = period
        }
    }

    /// A member that the rules in force have counted.
    let standing: Standing
    let section: BadgesSection
    let today: CalendarDay
    /// The periods of leaderboards that still take events.
    let openPeriods: Set<BoardPlace>

    /// What differs, in the order of its names.
    func differences(_ reads: borrowing Snapshot) throws -> [CountAudit.Difference] {
        let measures = section.definitions.measures.values.map(\.measure)
        var tally = EventTally(by: measures)
        try reads.eachStandingEvent(of: standing.member) { tally.add($0) }
        let count = MemberCount(tally)
        let best = measures.reduce(into: [Measure: Int64]()) { $0[$1] = count.best(of: $1) }
        let held = try reads.heldTiers(of: standing.member)
        return compare(try storedCounts(reads), counts(count, best))
            + compare(try storedMarks(reads), marks(count))
            + compare(try storedGrowth(reads), growth(count))
            + compare(tiers(held), reachedTiers(held, best))
            + compare(try storedScores(reads), scores(count))
            + (try levelDifference(held, reads))
    }

    private func compare(
        _ stored: [Place: Int64],
        _ computed: [Place: Int64]
    ) -> [CountAudit.Difference] {
        let places = Set(stored.keys).union(computed.keys).filter { stored[$0] != computed[$0] }
        return places.sorted { ($0.measure, $0.period) < ($1.measure, $1.period) }.map { place in
            CountAudit.Difference(
                member: standing.member.text,
                measure: place.measure,
                period: place.period,
                stored: stored[place] ?? 0,
                computed: computed[place] ?? 0
            )
        }
    }

    // MARK: Counts

    private func counts(_ count: MemberCount, _ best: [Measure: Int64]) -> [Place: Int64] {
        var counts: [Place: Int64] = [:]
        for (place, value) in count.values {
            counts[Place(place.measure.canonical, place.period)] = value
        }
        for (measure, value) in best where measure.span.isPeriodic && value > 0 {
            counts[Place(measure.canonical, CounterPlace.best)] = value
        }
        return counts
    }

    private func storedCounts(_ reads: borrowing Snapshot) throws -> [Place: Int64] {
        var counts: [Place: Int64] = [:]
        for (number, values) in try reads.counters(of: standing.member) {
            for (period, value) in values { counts[Place(name(of: number), period)] = value }
        }
        return counts
    }

    private func marks(_ count: MemberCount) -> [Place: Int64] {
        var marks: [Place: Int64] = [:]
        for (place, list) in count.marks {
            for mark in list {
                marks[Self.place(of: mark, place.measure.canonical, place.period)] = mark.amount
            }
        }
        return marks
    }

    private func storedMarks(_ reads: borrowing Snapshot) throws -> [Place: Int64] {
        var marks: [Place: Int64] = [:]
        for (number, periods) in try reads.marks(of: standing.member) {
            for (period, list) in periods {
                for mark in list {
                    marks[Self.place(of: mark, name(of: number), period)] = mark.amount
                }
            }
        }
        return marks
    }

    private static func place(of mark: Mark, _ measure: String, _ period: Int64) -> Place {
        Place("mark \(mark.place) \(mark.item) of \(measure)", period)
    }

    /// What a measure counts; one that no rule asks for any more has its number alone.
    private func name(of measure: Int64) -> String {
        section.definitions.measures[measure]?.measure.canonical ?? "measure \(measure)"
    }

    // MARK: Growth, badges and level

    private func growth(_ count: MemberCount) -> [Place: Int64] {
        var growth: [Place: Int64] = [:]
        for (place, value) in count.values {
            let number = Definitions.number(of: place.measure)
            for rule in section.definitions.measures[number]?.growth ?? [] {
                let grown = rule.growth(of: value)
                guard grown != 0 else { continue }
                for place in [Place("growth"), Place("growth of a day", place.period)] {
                    growth[place] = (growth[place] ?? 0).addingClamped(grown)
                }
            }
        }
        return growth
    }

    private func storedGrowth(_ reads: borrowing Snapshot) throws -> [Place: Int64] {
        var growth: [Place: Int64] = [:]
        if standing.lifeGrowth != 0 { growth[Place("growth")] = standing.lifeGrowth }
        for (day, grown) in try reads.growthDays(of: standing.member) {
            growth[Place("growth of a day", day)] = grown
        }
        return growth
    }

    /// The tiers that the member holds, of the badges that the programme has.
    private func tiers(_ held: [BadgeID: Set<TierID>]) -> [Place: Int64] {
        places { badge, tier in held[badge.id]?.contains(tier.id) ?? false }
    }

    /// The tiers that its events make it hold; those that are kept it may hold without.
    private func reachedTiers(
        _ held: [BadgeID: Set<TierID>],
        _ best: [Measure: Int64]
    ) -> [Place: Int64] {
        places { badge, tier in
            let isKept = badge.undoing == .keep && held[badge.id]?.contains(tier.id) ?? false
            return isKept || tier.goal.isReached { best[$0] ?? 0 }
        }
    }

    private func places(_ isHeld: (Badge, Badge.Tier) -> Bool) -> [Place: Int64] {
        var places: [Place: Int64] = [:]
        for badge in section.badges.map(\.badge) {
            for tier in badge.tiers where isHeld(badge, tier) {
                places[Place("badge \(badge.id):\(tier.id)")] = 1
            }
        }
        return places
    }

    /// Whether the level is below what growth and badges are enough for; above it may be, until it
    /// is reviewed.
    private func levelDifference(
        _ held: [BadgeID: Set<TierID>],
        _ reads: borrowing Snapshot
    ) throws -> [CountAudit.Difference] {
        // What the new day alone has brought may be given at this moment.
        let growths = try [today, today.preceding].map { day in
            try reads.growth(of: standing, by: section, asOf: day) { held[$0]?.count ?? 0 }
        }
        let reached = section.levels.rules.level(
            for: growths.min() ?? 0,
            holding: Set(held.keys)
        )
        guard standing.level.level < reached else { return [] }
        return compare([Place("level"): standing.level.level], [Place("level"): reached])
    }
}
