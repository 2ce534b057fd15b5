import BadgesDomain
import CoreMetrics
import ServiceHost
import Storage

/// What operators watch of badges and levels, read from the store.
struct BadgeGauges: Sendable {
    private let registry: PrometheusRegistry

    init(_ registry: PrometheusRegistry) {
        self.registry = registry
    }

    /// Brings the gauges up to date.
    func measure(_ store: Store, _ programme: BadgesProgramme) {
        // Lost is one reading of a store that does not answer, which its own metrics show.
        try? store.read { reads in
            guard let section = try programme.published(reads)?.section else { return }
            let stamp = section.definitions.stamp
            registry.makeMeter(label: "jifen_members_to_recount", dimensions: [])
                .set(try reads.countOfMembersCounted(otherwiseThan: stamp))
            let holders = try reads.holders()
            for badge in section.badges.map(\.badge) {
                for tier in badge.tiers {
                    registry.makeMeter(
                        label: "jifen_badge_holders",
                        dimensions: [("badge", badge.id.text), ("tier", tier.id.text)]
                    ).set(holders.members(holding: badge.id.text, tier.id.text))
                }
            }
            // Levels that are gone may have members until these are looked at again.
            for (level, count) in holders.tiers(of: "") where !level.isEmpty {
                registry.makeMeter(
                    label: "jifen_level_members",
                    dimensions: [("level", level)]
                ).set(count)
            }
        }
    }
}
