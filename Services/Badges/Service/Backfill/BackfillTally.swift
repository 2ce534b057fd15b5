import BadgesDomain
import Primitives
import Sections
import Wire

/// What a badge comes to for some members: who has it, who gets it, and what that costs.
struct BackfillTally: Sendable {
    /// How many members there are of each kind, for one tier.
    struct Tier: Sendable {
        /// They have had it before.
        var held: Int64 = 0
        /// They get it.
        var given: Int64 = 0
        /// They lose it.
        var taken: Int64 = 0
    }

    /// What a badge comes to for one member.
    struct Change: Sendable {
        /// The tiers that it had before.
        var held: Set<TierID> = []
        /// Those that it gets.
        var given: Set<TierID> = []
        /// Those that it loses.
        var taken: Set<TierID> = []
        /// Those of the ones it gets that it was not rewarded for before.
        var rewarded: Set<TierID> = []
    }

    let badge: Badge
    /// How many members were looked at.
    private(set) var checked: Int64 = 0
    /// How many more cannot be counted.
    var skipped: Int64 = 0
    private(set) var tiers: [TierID: Tier] = [:]
    /// What is handed out, of each kind together.
    private(set) var cost: [Award.Item] = []

    /// Begins with nobody.
    init(of badge: Badge) {
        self.badge = badge
    }

    /// How many tiers were given or taken.
    var changes: Int64 { tiers.values.reduce(0) { $0 + $1.given + $1.taken } }

    /// Adds a member.
    mutating func add(_ change: Change) {
        checked += 1
        for tier in badge.tiers {
            if change.held.contains(tier.id) { tiers[tier.id, default: Tier()].held += 1 }
            if change.given.contains(tier.id) { tiers[tier.id, default: Tier()].given += 1 }
            if change.taken.contains(tier.id) { tiers[tier.id, default: Tier()].taken += 1 }
            guard change.rewarded.contains(tier.id) else { continue }
            for item in tier.reward.items { add(item) }
        }
    }

    /// Adds what was found of other members.
    mutating func add(_ other: BackfillTally) {
        checked += other.checked
        skipped += other.skipped
        for (id, tier) in other.tiers {
            tiers[id, default: Tier()].held += tier.held
            tiers[id, default: Tier()].given += tier.given
            tiers[id, default: Tier()].taken += tier.taken
        }
        for item in other.cost { add(item) }
    }

    private mutating func add(_ item: Award.Item) {
        guard let place = cost.firstIndex(where: { $0.isOfKind(of: item) }) else {
            return cost.append(item)
        }
        cost[place] = item.with(count: cost[place].count.addingClamped(item.count))
    }

    // MARK: Writing

    /// Writes the members of the reply.
    func write(to writer: inout JSONWriter) {
        writer.member("badge", badge.id.text)
        writer.member("checked", checked)
        writer.member("skipped", skipped)
        writer.name("tiers")
        writer.array(badge.tiers) { writer, tier in
            let found = tiers[tier.id] ?? Tier()
            writer.object { writer in
                writer.member("id", tier.id.text)
                writer.member("held", found.held)
                writer.member("given", found.given)
                writer.member("taken", found.taken)
            }
        }
        writer.name("cost")
        writer.array(cost) { $0.value($1.json) }
    }
}
